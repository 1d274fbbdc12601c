package journal

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// MostBehind is how many entries a seal log may lack: those of the last writes
// before a sudden stop. One that lacks more was cut. The log is synced often
// enough, and one write seals few enough, that no power cut takes more.
const MostBehind = 100

// SealLine is the head as the seal log holds it, one line an entry: sequence,
// space, hash, LF.
func (h Head) SealLine() string { return fmt.Sprintf("%d %s\n", h.Seq, h.Hash) }

// SealLog is a seal log as it was read.
type SealLog struct {
	Heads   []Head // of every line in form
	Damaged int    // number of the first line that is not, 0 when there is none
	Sound   int    // heads before it
	Whole   int    // bytes before it, or before a last line that has no end
}

// ParseSealLog reads a seal log. A sudden stop leaves a last line torn, which is
// left out, or garbles the last lines, which are passed over and counted from.
func ParseSealLog(raw []byte) (log SealLog) {
	for n, at := 1, 0; ; n++ {
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			return log
		}
		head, inForm := parseSealLine(string(raw[at : at+end]))
		at += end + 1
		if inForm {
			log.Heads = append(log.Heads, head)
		} else if log.Damaged == 0 {
			log.Damaged = n
		}
		if log.Damaged == 0 {
			log.Sound, log.Whole = n, at
		}
	}
}

func parseSealLine(line string) (h Head, inForm bool) {
	seq, hash, _ := strings.Cut(line, " ")
	h.Hash = hash
	h.Seq, _ = strconv.ParseInt(seq, 10, 64)
	return h, h.Seq > 0 && strconv.FormatInt(h.Seq, 10) == seq && isHash(hash) // one way of writing a number only
}

func isHash(text string) bool {
	return len(text) == 64 && strings.Trim(text, "0123456789abcdef") == ""
}
