package main

import (
	"crypto/ed25519"
	"crypto/mldsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Types of signature, from the list in C2SP's signed-note.
const (
	typeEd25519            = 0x01
	typeCosignatureEd25519 = 0x04
	typeCosignatureMLDSA44 = 0x06
)

// A cosigner is a witness's key; note.Open knows only the log's kind of its own accord.
type cosigner struct {
	name string
	hash uint32
	// verify judges a signature made at a time over the text of a checkpoint.
	verify func(time uint64, text, signature []byte) bool
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, timestamped []byte) bool {
	if len(timestamped) < 8 {
		return false
	}
	return c.verify(binary.BigEndian.Uint64(timestamped), text, timestamped[8:])
}

func readKeys(vkeys []string) ([]note.Verifier, error) {
	var known []note.Verifier
	for _, vkey := range vkeys {
		one, err := readKey(vkey)
		if err != nil {
			return nil, fmt.Errorf("key %.60q: %w", vkey, err)
		}
		known = append(known, one)
	}
	return known, nil
}

func readKey(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a vkey")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) == 0 {
		return nil, errors.New("not base64")
	}
	if key[0] == typeEd25519 {
		return note.NewVerifier(vkey)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if hex.EncodeToString(sum[:4]) != parts[1] {
		return nil, errors.New("its id is another key's")
	}
	c := &cosigner{name: parts[0], hash: binary.BigEndian.Uint32(sum[:4])}
	switch {
	case key[0] == typeCosignatureEd25519 && len(key) == 1+ed25519.PublicKeySize:
		c.verify = func(time uint64, text, signature []byte) bool {
			message := fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", time, text)
			return len(signature) == ed25519.SignatureSize && ed25519.Verify(key[1:], message, signature)
		}
	case key[0] == typeCosignatureMLDSA44:
		public, err := mldsa.NewPublicKey(mldsa.MLDSA44(), key[1:])
		if err != nil {
			return nil, err
		}
		c.verify = func(time uint64, text, signature []byte) bool {
			message, err := subtreeMessage(c.name, time, string(text))
			return err == nil && mldsa.Verify(public, message, signature, nil) == nil
		}
	default:
		return nil, fmt.Errorf("of type %#02x, which is not known here", key[0])
	}
	return c, nil
}

// subtreeMessage is the cosigned_message of tlog-cosignature for a whole checkpoint.
func subtreeMessage(cosigner string, time uint64, text string) ([]byte, error) {
	origin, tree, err := parseCheckpoint(text)
	if err != nil || len(cosigner) > 255 || len(origin) > 255 {
		return nil, errors.New("not a checkpoint that can be cosigned")
	}
	message := []byte("subtree/v1\n\x00")
	message = append(message, byte(len(cosigner)))
	message = append(message, cosigner...)
	message = binary.BigEndian.AppendUint64(message, time)
	message = append(message, byte(len(origin)))
	message = append(message, origin...)
	message = binary.BigEndian.AppendUint64(message, 0)
	message = binary.BigEndian.AppendUint64(message, uint64(tree.N))
	return append(message, tree.Hash[:]...), nil
}

// open reads a note that at least one known key signed, and none of them wrongly.
func open(path string, known []note.Verifier) (*note.Note, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return note.Open(raw, note.VerifierList(known...))
}

func signers(opened *note.Note) []string {
	var names []string
	for _, one := range opened.Sigs {
		names = append(names, one.Name)
	}
	return names
}

// parseCheckpoint reads the three lines of a C2SP checkpoint without extensions; tlog.ParseTree
// wants the one origin of Go's own log.
func parseCheckpoint(text string) (origin string, tree tlog.Tree, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return "", tree, errors.New("a checkpoint has three lines")
	}
	tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || tree.N < 1 || strconv.FormatInt(tree.N, 10) != lines[1] {
		return "", tree, errors.New("a checkpoint's second line is its size")
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return lines[0], tree, err
}

func openCheckpoint(path string, known []note.Verifier) (tlog.Tree, *note.Note, error) {
	opened, err := open(path, known)
	if err != nil {
		return tlog.Tree{}, nil, err
	}
	_, tree, err := parseCheckpoint(opened.Text)
	return tree, opened, err
}
