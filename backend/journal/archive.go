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
	"strings"
)

// The files of an archive that prove the others.
const (
	ManifestFile  = "MANIFEST.sha256" // as sha256sum writes it
	SignatureFile = "MANIFEST.sig"    // Ed25519 over the manifest, 64 bytes
	KeyFile       = "public-key.pem"  // of the installation that made the archive
	LinesFile     = "journal/lines.txt"
	HashesFile    = "journal/hashes.txt"
	KeysFolder    = "keys/"     // of those that signed closings, by id
	ClosingFolder = "closings/" // each closing exactly as it was signed, and its signature
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

// CheckArchive proves an archive by nothing but itself: that its manifest names
// each file as it is, that the installation signed it, that its piece of the
// chain holds together, and that each closing in it is in the chain with its signature,
// by the key it names. It does not prove that the key is the club's: its id is printed
// on each closing's paper. An archive signed by another key than its closings, as one
// made anew is, or one of a club that lost its key since, is noted.
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
	sealed := checkPiece(files, find)
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

// checkPiece proves the part of the chain in an archive, and returns the closings
// it seals by what was signed.
func checkPiece(files map[string][]byte, find func(int64, string, map[string]any)) map[string]signed {
	sealed := map[string]signed{}
	lines := bufio.NewScanner(bytes.NewReader(files[LinesFile]))
	lines.Buffer(nil, len(files[LinesFile])+1)
	prev, count := "", int64(0)
	for hashes := range strings.Lines(string(files[HashesFile])) {
		var e Entry
		if _, err := fmt.Sscanf(hashes, "%d %s %s\n", &e.Seq, &e.Prev, &e.Hash); err != nil || !lines.Scan() {
			find(count, "archiveChain", nil)
			return sealed
		}
		e.Line = lines.Text()
		var says struct {
			Seq     int64 `json:"seq"`
			Payload struct {
				Closing json.RawMessage `json:"closing"`
				signed
			} `json:"payload"`
		}
		readable := json.Unmarshal([]byte(e.Line), &says) == nil
		if !readable || says.Seq != e.Seq || Hash(e.Prev, e.Line) != e.Hash || count > 0 && (e.Seq != count+1 || e.Prev != prev) {
			find(e.Seq, "archiveChain", nil)
		}
		if len(says.Payload.Closing) > 0 {
			sealed[string(says.Payload.Closing)] = says.Payload.signed
		}
		prev, count = e.Hash, e.Seq
	}
	if lines.Scan() || count == 0 {
		find(count, "archiveChain", nil)
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
