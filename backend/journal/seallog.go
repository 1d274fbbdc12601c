package journal

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrSealLog says that a line of the seal log does not have its form.
var ErrSealLog = errors.New("not a seal log")

// MostBehind is how many entries a seal log may lack: those of the last writes
// before a sudden stop. One that lacks more was cut.
const MostBehind = 100

// SealLine is the head as the seal log holds it, one line an entry: sequence,
// space, hash, LF.
func (h Head) SealLine() string { return fmt.Sprintf("%d %s\n", h.Seq, h.Hash) }

// ParseSealLog reads a seal log. A last line torn by a power cut is left out;
// anything else that is not in form is ErrSealLog with its line number, with
// the heads before it.
func ParseSealLog(raw []byte) ([]Head, error) {
	var heads []Head
	for n := 1; len(raw) > 0; n++ {
		end := bytes.IndexByte(raw, '\n')
		if end < 0 {
			return heads, nil
		}
		seq, hash, _ := strings.Cut(string(raw[:end]), " ")
		raw = raw[end+1:]
		h := Head{Hash: hash}
		h.Seq, _ = strconv.ParseInt(seq, 10, 64)
		if h.Seq < 1 || strconv.FormatInt(h.Seq, 10) != seq || !isHash(hash) { // one way of writing a number only
			return heads, fmt.Errorf("%w: line %d", ErrSealLog, n)
		}
		heads = append(heads, h)
	}
	return heads, nil
}

func isHash(text string) bool {
	return len(text) == 64 && strings.Trim(text, "0123456789abcdef") == ""
}
