package statement_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"paddock/backend/statement"
)

func TestEveryFormatTellsHowFarItIsAndEndsWhenItIsStopped(t *testing.T) {
	const many = 5000
	lines := func(name, first string) []byte {
		all := strings.SplitAfter(string(sample(t, name)), "\n")
		at := 0
		for !strings.HasPrefix(all[at], first) {
			at++
		}
		return []byte(strings.Join(all[:at], "") + strings.Repeat(all[at], many) + strings.Join(all[at:], ""))
	}
	tags := func(name, open, closed string) []byte {
		before, rest, _ := strings.Cut(string(sample(t, name)), open)
		one, after, _ := strings.Cut(rest, closed)
		return []byte(before + strings.Repeat(open+one+closed, many) + after)
	}
	for format, raw := range map[statement.Format][]byte{
		statement.CAMT: tags("camt.xml", "<Ntry>", "</Ntry>"), statement.OFX: tags("ofx2.ofx", "<STMTTRN>", "</STMTTRN>"),
		statement.MT940: lines("german.sta", ":61:"), statement.CFONB: lines("cfonb.txt", "04"), statement.CODA: lines("coda.cod", "21"),
	} {
		told, last := 0, -1
		_, _ = statement.Read(raw, func(done, total int) error {
			if told++; done < last || done > total {
				t.Errorf("%s: %d of %d after %d", format, done, total, last)
			}
			last = done
			return nil
		})
		stopped := fmt.Errorf("stopped")
		if _, err := statement.Read(raw, func(done, _ int) error {
			if done > 0 {
				return stopped
			}
			return nil
		}); told < 2 || !errors.Is(err, stopped) {
			t.Errorf("%s: told %d times, %v", format, told, err)
		}
	}
}
