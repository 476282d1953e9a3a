module returnhub/check

go 1.27

require golang.org/x/mod v0.0.0

// a copy of what lies in Go's own sources; nothing is fetched
replace golang.org/x/mod => ./xmod
