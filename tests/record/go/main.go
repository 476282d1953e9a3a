// Command check has the Go team's own code for transparency logs judge a record that returnhub wrote.
//
// It shares no line with returnhub: signatures are opened by note.Open, hashes, tiles and proofs are
// checked by tlog. It answers with one line, and exits with 0 if all is right, 1 if something is not,
// 2 if it was called wrongly.
package main

import (
	"fmt"
	"os"
	"strings"
)

const usage = `check log FOLDER KEY...           re-hash all entries of a log, authenticate its tiles
check proof FILE KEY...           a c2sp.org/tlog-proof@v1 file whose extra line holds the entry
check consistency OLD NEW HASHES KEY...   two checkpoints; a file of hashes, a base64 line each
check note FILE KEY...            a signed note
Each KEY is a vkey. One of them must have signed, and none of them wrongly; the answer says who did.`

func main() {
	answer, err := run(os.Args[1:])
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println("right:", answer)
}

func run(words []string) (string, error) {
	files := map[string]int{"log": 1, "proof": 1, "consistency": 3, "note": 1}
	if len(words) == 0 || files[words[0]] == 0 || len(words) < files[words[0]]+2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	paths, vkeys := words[1:1+files[words[0]]], words[1+files[words[0]]:]
	known, err := readKeys(vkeys)
	if err != nil {
		return "", err
	}
	switch words[0] {
	case "log":
		return checkLog(paths[0], known)
	case "proof":
		return checkProof(paths[0], known)
	case "consistency":
		return checkConsistency(paths[0], paths[1], paths[2], known)
	}
	opened, err := open(paths[0], known)
	if err != nil {
		return "", err
	}
	return "signed by " + strings.Join(signers(opened), ", "), nil
}
