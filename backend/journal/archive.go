package journal

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The files of an archive that prove the others.
const (
	ManifestFile  = "MANIFEST.sha256" // as sha256sum writes it
	SignatureFile = "MANIFEST.sig"    // Ed25519 over the manifest, 64 bytes
	KeyFile       = "public-key.pem"  // of the installation that made the archive
	LinesFile     = "journal/lines.txt"
	HashesFile    = "journal/hashes.txt"
	ReferredFile  = "journal/referred.txt" // what entries of the period refer to and was sealed before it
	KeysFolder    = "keys/"                // of those that signed closings, by id
	ClosingFolder = "closings/"            // each closing exactly as it was signed, and its signature
)

// spkiEd25519 is how a public key of Ed25519 begins in DER (RFC 8410).
var spkiEd25519 = []byte{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00}

// PublicPEM writes a public key as openssl reads it.
func PublicPEM(key ed25519.PublicKey) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: append(slices.Clone(spkiEd25519), key...)})
}

func readPEM(text []byte) (ed25519.PublicKey, bool) {
	block, _ := pem.Decode(text)
	if block == nil || len(block.Bytes) != len(spkiEd25519)+ed25519.PublicKeySize || !bytes.HasPrefix(block.Bytes, spkiEd25519) {
		return nil, false
	}
	return block.Bytes[len(spkiEd25519):], true
}

// Sum is the SHA-256 of a file, hexadecimal.
func Sum(file []byte) string { sum := sha256.Sum256(file); return hex.EncodeToString(sum[:]) }

// Manifest lists files with their SHA-256, in order of name.
func Manifest(files map[string][]byte) []byte {
	var list bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&list, "%s  %s\n", Sum(files[name]), name)
	}
	return list.Bytes()
}

// HashLine is an entry as HashesFile holds it: sequence, hash before, hash.
func (e Entry) HashLine() string { return fmt.Sprintf("%d %s %s\n", e.Seq, e.Prev, e.Hash) }

// ReferredLine is an entry as ReferredFile holds it: what HashLine says, and its line.
func (e Entry) ReferredLine() string {
	return strings.TrimSuffix(e.HashLine(), "\n") + " " + e.Line + "\n"
}

// CheckArchive proves an archive by nothing but itself: that its manifest names
// each file as it is, that the installation signed it, that its piece of the
// chain holds together and refers to nothing that is not there, and that each closing
// in it is in the chain with its signature, by the key it names. It does not prove that
// the key is the club's: its id is printed on each closing's paper. An archive signed by
// another key than its closings, as one made anew is, or one of a club that lost its key
// since, is noted, and so is one of before archives held what they refer to.
func CheckArchive(files map[string][]byte) (found []Finding, keyID string) {
	find := func(seq int64, code string, params map[string]any) {
		found = append(found, Finding{Seq: seq, Code: code, Params: params})
	}
	listed := map[string]string{}
	for line := range strings.Lines(string(files[ManifestFile])) {
		sum, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		listed[name] = sum
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		raw, has := files[name]
		switch {
		case !has:
			find(0, "archiveMissing", map[string]any{"file": name})
		case Sum(raw) != listed[name]:
			find(0, "archiveChanged", map[string]any{"file": name})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, has := listed[name]; !has && name != ManifestFile && name != SignatureFile {
			find(0, "archiveForeign", map[string]any{"file": name})
		}
	}
	key, isKey := readPEM(files[KeyFile])
	if !isKey || !ed25519.Verify(key, files[ManifestFile], files[SignatureFile]) {
		find(0, "archiveSignature", nil)
	} else {
		keyID = KeyID(key)
	}
	own, referred := Archived(files, find)
	found = append(found, checkReferences(files, own, referred)...)
	sealed := closingsOf(own)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Dir(name)+"/" == ClosingFolder && strings.HasSuffix(name, ".json") {
			checkClosing(files, strings.TrimSuffix(name, ".json"), sealed, find)
		}
	}
	if by := keysOf(sealed); keyID != "" && len(by) > 0 && !slices.Contains(by, keyID) {
		found = append(found, Finding{Code: "archiveKeyOther", Params: map[string]any{"key": keyID, "closings": strings.Join(by, ", ")}, Note: true})
	}
	return found, keyID
}

// signed is who signed a closing, and how, as the chain says.
type signed struct {
	Signature string `json:"signature"`
	Key       string `json:"keyId"`
}

func keysOf(sealed map[string]signed) (keys []string) {
	for _, s := range sealed {
		keys = append(keys, s.Key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Archived reads the entries an archive holds: those of its period, which must hold
// together, and those of before that they refer to, each whole by itself. What is not
// so is found, with the entry it was found at.
func Archived(files map[string][]byte, find func(seq int64, code string, params map[string]any)) (own, referred []Opened) {
	lines := bufio.NewScanner(bytes.NewReader(files[LinesFile]))
	lines.Buffer(nil, len(files[LinesFile])+1)
	var last Head
	for hashes := range strings.Lines(string(files[HashesFile])) {
		var e Entry
		if _, err := fmt.Sscanf(hashes, "%d %s %s\n", &e.Seq, &e.Prev, &e.Hash); err != nil || !lines.Scan() {
			find(last.Seq, "archiveChain", nil)
			return own, nil
		}
		e.Line = lines.Text()
		o, sound := archivedEntry(e)
		if !sound || last.Seq > 0 && (e.Seq != last.Seq+1 || e.Prev != last.Hash) {
			find(e.Seq, "archiveChain", nil)
		}
		own, last = append(own, o), e.Head()
	}
	if lines.Scan() || last.Seq == 0 {
		find(last.Seq, "archiveChain", nil)
	}
	last = Head{}
	for text := range strings.Lines(string(files[ReferredFile])) {
		var e Entry
		parts := strings.SplitN(strings.TrimSuffix(text, "\n"), " ", 4)
		if len(parts) == 4 {
			e.Seq, _ = strconv.ParseInt(parts[0], 10, 64)
			e.Prev, e.Hash, e.Line = parts[1], parts[2], parts[3]
		}
		o, sound := archivedEntry(e)
		if !sound || e.Seq <= last.Seq || len(own) > 0 && e.Seq >= own[0].Entry.Seq {
			find(e.Seq, "archiveChain", nil)
		}
		referred, last = append(referred, o), e.Head()
	}
	return own, referred
}

// archivedEntry opens an entry by its line alone, and reports whether it is ours and whole.
func archivedEntry(e Entry) (o Opened, sound bool) {
	o = Open(e)
	o.Entry.Kind, o.Entry.Doc = o.Said.Kind, o.Said.Doc
	return o, o.Whole && o.Readable && o.Said.Seq == e.Seq
}

// checkReferences says which entries refer to one that the archive does not hold. One
// of before archives held them is not at fault: what it lacks is noted.
func checkReferences(files map[string][]byte, own, referred []Opened) (found []Finding) {
	holds := map[int64]bool{}
	for _, o := range slices.Concat(referred, own) {
		if o.Said.Kind == SnapshotTaken {
			holds[o.Entry.Seq] = true
		}
	}
	lacks := map[int64]bool{}
	_, whole := files[ReferredFile]
	for _, o := range own {
		for _, seq := range References(o.Payload) {
			if holds[seq] && seq < o.Entry.Seq {
				continue
			}
			if whole || seq >= own[0].Entry.Seq {
				found = append(found, Finding{Seq: o.Entry.Seq, Code: "archiveReference", Params: map[string]any{"document": o.Said.Doc, "refers": seq}})
			} else {
				lacks[seq] = true
			}
		}
	}
	if len(lacks) > 0 {
		found = append(found, Finding{Code: "archiveLacks", Params: map[string]any{"n": len(lacks)}, Note: true})
	}
	return found
}

// closingsOf returns the closings that entries seal, by what was signed.
func closingsOf(own []Opened) map[string]signed {
	sealed := map[string]signed{}
	for _, o := range own {
		var says struct {
			Closing json.RawMessage `json:"closing"`
			signed
		}
		if json.Unmarshal(o.Payload, &says) == nil && len(says.Closing) > 0 {
			sealed[string(says.Closing)] = says.signed
		}
	}
	return sealed
}

// checkClosing proves the signature of one closing, and that the chain seals both.
func checkClosing(files map[string][]byte, name string, sealed map[string]signed, find func(int64, string, map[string]any)) {
	body, signature := files[name+".json"], files[name+".sig"]
	says, has := sealed[string(body)]
	key, is := readPEM(files[KeysFolder+says.Key+".pem"])
	if !has || !is || KeyID(key) != says.Key || hex.EncodeToString(signature) != says.Signature || !ed25519.Verify(key, body, signature) {
		find(0, "closingSignature", map[string]any{"document": path.Base(name)})
	}
}
