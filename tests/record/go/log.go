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

// read gives a tile's bytes, if need be from the full tile: a log may delete a partial one that has filled.
func (f folder) read(tile tlog.Tile) ([]byte, error) {
	raw, err := os.ReadFile(f.path(tile))
	if !os.IsNotExist(err) || tile.W == 1<<height {
		return raw, err
	}
	width := tile.W
	tile.W = 1 << height
	if raw, err = os.ReadFile(f.path(tile)); err != nil || tile.L >= 0 {
		return raw[:min(len(raw), width*tlog.HashSize)], err
	}
	rest := raw
	for range width {
		if _, rest, err = next(rest); err != nil {
			return nil, err
		}
	}
	return raw[:len(raw)-len(rest)], nil
}

func (f folder) path(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	return filepath.Join(string(f), strings.Replace(path, "tile/8/", "tile/", 1))
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
	stored, err := rehash(folder(path), tiles, leaves)
	if err != nil {
		return "", err
	}
	root, err := tlog.TreeHash(tree.N, stored)
	if err != nil || root != tree.Hash {
		return "", fmt.Errorf("entries: their root is %v, signed is %v (%v)", root, tree.Hash, err)
	}
	older, err := checkOlder(folder(path), tree.N, stored, known)
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
func rehash(f folder, tiles []tlog.Tile, leaves []byte) (tlog.HashReader, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, i := range indexes {
			found = append(found, stored[i])
		}
		return found, nil
	})
	for _, tile := range tiles {
		if tile.L != 0 {
			continue
		}
		start := tile.N << height
		entries, err := f.entries(tile, leaves[start*tlog.HashSize:])
		if err != nil {
			return nil, err
		}
		for i, entry := range entries {
			hashes, err := tlog.StoredHashes(start+int64(i), entry, reader)
			if err != nil {
				return nil, err
			}
			stored = append(stored, hashes...)
		}
	}
	return reader, nil
}

// entries reads the bundle beside a tile of level 0, whose hashes begin leaves.
func (f folder) entries(tile tlog.Tile, leaves []byte) ([][]byte, error) {
	tile.L = -1
	bundle, err := f.read(tile)
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for i := range tile.W {
		var entry []byte
		index := tile.N<<height + int64(i)
		if entry, bundle, err = next(bundle); err != nil {
			return nil, fmt.Errorf("entry %d: %w", index, err)
		}
		if hash := tlog.RecordHash(entry); !bytes.Equal(hash[:], leaves[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
			return nil, fmt.Errorf("entry %d is not the one that stands in the tree", index)
		}
		entries = append(entries, entry)
	}
	if len(bundle) != 0 {
		return nil, fmt.Errorf("%d bytes after the last entry of %s", len(bundle), tile.Path())
	}
	return entries, nil
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

// checkOlder compares the checkpoints that are kept with the tree over as many of the entries, and reads
// the partial tiles and bundles that are theirs.
func checkOlder(f folder, size int64, stored tlog.HashReader, known []note.Verifier) (int, error) {
	files, err := os.ReadDir(filepath.Join(string(f), "checkpoints"))
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		name := filepath.Join("checkpoints", file.Name())
		tree, _, err := openCheckpoint(filepath.Join(string(f), name), known)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		if fmt.Sprint(tree.N) != file.Name() || tree.N > size {
			return 0, fmt.Errorf("%s is of size %d in a log of %d", name, tree.N, size)
		}
		if root, err := tlog.TreeHash(tree.N, stored); err != nil || root != tree.Hash {
			return 0, fmt.Errorf("%s is of another tree", name)
		}
		if err := checkEdge(f, tree); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	return len(files), nil
}

// checkEdge authenticates the partial tiles of a tree, and its partial bundle.
func checkEdge(f folder, tree tlog.Tree) error {
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		if tile.W == 1<<height {
			continue
		}
		leaves, err := authenticate(f, tree, []tlog.Tile{tile})
		if err == nil && tile.L == 0 {
			_, err = f.entries(tile, leaves)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
