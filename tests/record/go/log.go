package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// A folder gives tlog the tiles of a log in C2SP's layout, which leaves out the height.
type folder string

func (f folder) Height() int                         { return height }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		raw, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		all = append(all, raw)
	}
	return all, nil
}

func (f folder) read(tile tlog.Tile) ([]byte, error) {
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	path = strings.Replace(path, "tile/8/", "tile/", 1)
	return os.ReadFile(filepath.Join(string(f), path))
}

// checkLog authenticates every tile against the signed root, re-hashes every entry to it, and looks
// whether the checkpoints before it are of the same tree.
func checkLog(path string, known []note.Verifier) (string, error) {
	tree, opened, err := openCheckpoint(filepath.Join(path, "checkpoint"), known)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	tiles := tlog.NewTiles(height, 0, tree.N)
	leaves, err := authenticate(folder(path), tree, tiles)
	if err != nil {
		return "", err
	}
	stored, err := rehash(folder(path), tree.N, tiles, leaves)
	if err != nil {
		return "", err
	}
	root, err := tlog.TreeHash(tree.N, stored)
	if err != nil || root != tree.Hash {
		return "", fmt.Errorf("entries: their root is %v, signed is %v (%v)", root, tree.Hash, err)
	}
	older, err := checkOlder(filepath.Join(path, "checkpoints"), tree.N, stored, known)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d entries, %d tiles, %d checkpoints, root %v, signed by %s",
		tree.N, len(tiles), older, root, strings.Join(signers(opened), ", ")), nil
}

// authenticate reads every tile through tlog's own reader and gives the leaf hashes.
func authenticate(f folder, tree tlog.Tree, tiles []tlog.Tile) ([]byte, error) {
	reader := tlog.TileHashReader(tree, f)
	var leaves []byte
	for _, tile := range tiles {
		raw, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", tile.Path(), err)
		}
		if tile.L == 0 {
			leaves = append(leaves, raw...)
		}
	}
	return leaves, nil
}

// rehash reads every entry and gives the hashes that tlog makes of them.
func rehash(f folder, size int64, tiles []tlog.Tile, leaves []byte) (tlog.HashReader, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, i := range indexes {
			found = append(found, stored[i])
		}
		return found, nil
	})
	index := int64(0)
	for _, tile := range tiles {
		if tile.L != 0 {
			continue
		}
		tile.L = -1
		bundle, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		for range tile.W {
			var entry []byte
			if entry, bundle, err = next(bundle); err != nil {
				return nil, fmt.Errorf("entry %d: %w", index, err)
			}
			hash := tlog.RecordHash(entry)
			if !bytes.Equal(hash[:], leaves[index*tlog.HashSize:(index+1)*tlog.HashSize]) {
				return nil, fmt.Errorf("entry %d is not the one that stands in the tree", index)
			}
			hashes, err := tlog.StoredHashes(index, entry, reader)
			if err != nil {
				return nil, err
			}
			stored = append(stored, hashes...)
			index++
		}
		if len(bundle) != 0 {
			return nil, fmt.Errorf("%d bytes after entry %d", len(bundle), index-1)
		}
	}
	return reader, nil
}

// next splits the first entry off a bundle.
func next(bundle []byte) (entry, rest []byte, err error) {
	if len(bundle) < 2 {
		return nil, nil, fmt.Errorf("the bundle ends before it")
	}
	end := 2 + int(binary.BigEndian.Uint16(bundle))
	if len(bundle) < end {
		return nil, nil, fmt.Errorf("the bundle ends within it")
	}
	return bundle[2:end], bundle[end:], nil
}

// checkOlder compares the checkpoints that are kept with the tree over as many of the entries.
func checkOlder(path string, size int64, stored tlog.HashReader, known []note.Verifier) (int, error) {
	files, err := os.ReadDir(path)
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		// an older one may lack a witness or a key that came later, so one signature is enough
		raw, err := os.ReadFile(filepath.Join(path, file.Name()))
		if err != nil {
			return 0, err
		}
		opened, err := note.Open(raw, note.VerifierList(known...))
		if err != nil {
			return 0, fmt.Errorf("checkpoints/%s: %w", file.Name(), err)
		}
		_, tree, err := parseCheckpoint(opened.Text)
		if err != nil || fmt.Sprint(tree.N) != file.Name() || tree.N > size {
			return 0, fmt.Errorf("checkpoints/%s: of size %d in a log of %d (%v)", file.Name(), tree.N, size, err)
		}
		if root, err := tlog.TreeHash(tree.N, stored); err != nil || root != tree.Hash {
			return 0, fmt.Errorf("checkpoints/%s is of another tree", file.Name())
		}
	}
	return len(files), nil
}
