// Checks what a gateway signs, over an export, with an implementation that is not ours: Go's golang.org/x/mod/sumdb/note and tlog. Its address is in G,
// the administrator's token in ADMIN, a team's key in KEY, its directory of checkpoints in HELD. Everything must hold, and nothing
// that was altered.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A checkpoint whose signatures were verified.
type checkpoint struct {
	note   []byte
	signed *note.Note
	origin string
	size   int64
	root   tlog.Hash
	last   string
}

// The records' hashes, and the tree over them as tlog builds it.
type trail struct {
	hashes [][]byte
	stored []tlog.Hash
}

func (t *trail) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		read[i] = t.stored[index]
	}
	return read, nil
}

func main() {
	first := fetched(publicKeys())
	for i := 0; i < 300; i++ {
		call("GET", "/projects", os.Getenv("KEY"), "")
	}
	second := fetched(publicKeys())
	expect(second.size > first.size+300, "the second checkpoint has %d records after %d", second.size, first.size)
	checkAlteredNotes(second)

	old := publicKeys()
	rotate()
	both := publicKeys()
	expect(len(both) == 2 && both[1] == old[0], "the public keys after a rotation are %v", both)
	third := fetched(both[:1])

	rotate()
	all := publicKeys()
	expect(len(all) == 3, "the public keys after another rotation are %v", all)
	last := fetched(all)
	expect(len(last.signed.Sigs) == 1 && len(last.signed.UnverifiedSigs) == 0, "other keys sign than the current one")
	checkTree(export(), first, second, third, last)
	_, err := note.Open(last.note, verifiers(both))
	expect(err != nil, "retired keys still sign")
	opened(second.note, old)
	opened(second.note, all)

	fmt.Printf("%d records, %d files of checkpoints, %d keys: golang.org/x/mod agrees\n", last.size, checkFiles(), len(publicKeys()))
}

// The root over the exported records is the one that was signed, at each size.
func checkTree(records *trail, checkpoints ...checkpoint) {
	for _, one := range checkpoints {
		expect(int64(len(records.hashes)) >= one.size, "the export has fewer records than the checkpoint of %d", one.size)
		root, err := tlog.TreeHash(one.size, records)
		check(err, "the tree of %d records", one.size)
		expect(root == one.root, "the root of %d records is %s instead of %s", one.size, one.root, root)
		last := hex.EncodeToString(records.hashes[one.size-1])
		expect(last == one.last, "the hash of record %d is %s instead of %s", one.size, one.last, last)
	}
}

// Go ignores the bits of the last character of base64 that belong to no byte.
func checkAlteredNotes(one checkpoint) {
	known := verifiers(publicKeys())
	for i := range one.note {
		if i+1 < len(one.note) && one.note[i+1] == '=' {
			continue
		}
		altered := bytes.Clone(one.note)
		altered[i] ^= 1
		_, err := note.Open(altered, known)
		refuse(err, "a note with another byte %d", i)
	}
}

// Each file of the directory is a checkpoint that is named after its size.
func checkFiles() int {
	files, err := filepath.Glob(filepath.Join(os.Getenv("HELD"), "*.checkpoint"))
	check(err, "the directory of checkpoints")
	expect(len(files) > 0, "the directory of checkpoints is empty")
	for _, file := range files {
		content, err := os.ReadFile(file)
		check(err, "%s", file)
		name := fmt.Sprintf("%020d.checkpoint", opened(content, publicKeys()).size)
		expect(filepath.Base(file) == name, "%s should be named %s", file, name)
	}
	return len(files)
}

func fetched(keys []string) checkpoint {
	return opened(call("GET", "/admin/audit/checkpoint", os.Getenv("ADMIN"), ""), keys)
}

func opened(content []byte, keys []string) checkpoint {
	signed, err := note.Open(content, verifiers(keys))
	check(err, "the note\n%s", content)
	lines := strings.Split(signed.Text, "\n")
	expect(len(lines) == 5 && lines[4] == "", "a checkpoint has four lines, not\n%s", signed.Text)
	last, found := strings.CutPrefix(lines[3], "record-hash ")
	expect(found, "the extension line is %s", lines[3])
	expect(lines[0] == signed.Sigs[0].Name, "the origin is %s, and the key's name %s", lines[0], signed.Sigs[0].Name)
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "the size")
	root, err := base64.StdEncoding.DecodeString(lines[2])
	expect(err == nil && len(root) == tlog.HashSize, "the root is %s", lines[2])
	return checkpoint{content, signed, lines[0], size, tlog.Hash(root), last}
}

func publicKeys() []string {
	return strings.Split(strings.TrimSuffix(string(call("GET", "/audit/public-key", "", "")), "\n"), "\n")
}

func verifiers(keys []string) note.Verifiers {
	var list []note.Verifier
	for _, key := range keys {
		verifier, err := note.NewVerifier(key)
		check(err, "the key %s", key)
		list = append(list, verifier)
	}
	return note.VerifierList(list...)
}

func rotate() {
	call("POST", "/admin/audit/key-rotation", os.Getenv("ADMIN"), "")
}

func export() *trail {
	var all trail
	lines := bufio.NewScanner(bytes.NewReader(call("GET", "/admin/audit", os.Getenv("ADMIN"), "")))
	for lines.Scan() {
		var record struct {
			Sequence int64
			Hash     string
		}
		check(json.Unmarshal(lines.Bytes(), &record), "a record of the export")
		expect(record.Sequence == int64(len(all.hashes))+1, "record %d follows %d", record.Sequence, len(all.hashes))
		hash, err := hex.DecodeString(record.Hash)
		check(err, "the hash of %d", record.Sequence)
		stored, err := tlog.StoredHashes(record.Sequence-1, hash, &all)
		check(err, "the tree of the export")
		all.hashes = append(all.hashes, hash)
		all.stored = append(all.stored, stored...)
	}
	check(lines.Err(), "the export")
	return &all
}

func call(method, path, token, body string) []byte {
	request, err := http.NewRequest(method, os.Getenv("G")+path, strings.NewReader(body))
	check(err, "%s", path)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if path == "/admin/audit" {
		request.Header.Set("Accept", "application/x-ndjson")
	}
	answer, err := http.DefaultClient.Do(request)
	check(err, "%s", path)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	check(err, "%s", path)
	expect(answer.StatusCode/100 == 2, "%s %s: %s\n%s", method, path, answer.Status, content)
	return content
}

func check(err error, what string, values ...any) {
	if err != nil {
		fail("%s: %v", fmt.Sprintf(what, values...), err)
	}
}

func refuse(err error, what string, values ...any) {
	if err == nil {
		fail("accepted: %s", fmt.Sprintf(what, values...))
	}
}

func expect(holds bool, what string, values ...any) {
	if !holds {
		fail(what, values...)
	}
}

func fail(what string, values ...any) {
	fmt.Fprintf(os.Stderr, what+"\n", values...)
	os.Exit(1)
}
