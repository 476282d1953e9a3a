package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkProof reads a c2sp.org/tlog-proof@v1 file; the entry itself stands in our extra line.
func checkProof(path string, known []note.Verifier) (string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	head, checkpoint, found := strings.Cut(string(raw), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return "", errors.New("not a proof file")
	}
	entry, err := readExtra(lines[1])
	if err != nil {
		return "", err
	}
	digits, found := strings.CutPrefix(lines[2], "index ")
	index, err := strconv.ParseInt(digits, 10, 64)
	if !found || err != nil || strconv.FormatInt(index, 10) != digits {
		return "", errors.New("its third line is no index")
	}
	hashes, err := readHashes(lines[3:])
	if err != nil {
		return "", err
	}
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(known...))
	if err != nil {
		return "", err
	}
	_, tree, err := parseCheckpoint(opened.Text)
	if err != nil {
		return "", err
	}
	if err := tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return "", err
	}
	return fmt.Sprintf("entry %d of %d, signed by %s", index, tree.N, strings.Join(signers(opened), ", ")), nil
}

func readExtra(line string) ([]byte, error) {
	encoded, found := strings.CutPrefix(line, "extra ")
	if !found {
		return nil, errors.New("it has no extra line, which holds the entry")
	}
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	var extra struct{ Leaf string }
	if err := json.Unmarshal(raw, &extra); err != nil {
		return nil, err
	}
	return []byte(extra.Leaf), nil
}

// checkConsistency checks that a later checkpoint's tree begins with an earlier one's.
func checkConsistency(old, new, path string, known []note.Verifier) (string, error) {
	before, _, err := openCheckpoint(old, known)
	if err != nil {
		return "", fmt.Errorf("%s: %w", old, err)
	}
	after, _, err := openCheckpoint(new, known)
	if err != nil {
		return "", fmt.Errorf("%s: %w", new, err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	hashes, err := readHashes(strings.Fields(string(raw)))
	if err != nil {
		return "", err
	}
	if err := tlog.CheckTree(hashes, after.N, after.Hash, before.N, before.Hash); err != nil {
		return "", err
	}
	return fmt.Sprintf("the tree of %d begins with that of %d", after.N, before.N), nil
}

func readHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}
