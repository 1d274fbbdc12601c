package document

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryFaceHasTheSignsOfOurPapers(t *testing.T) {
	for f := range face(len(fontNames)) {
		for _, r := range "0123456789−–—’“”«»€°·…/ŒœŁłßÀÉèçëüŠž\u00a0×+" {
			if _, has := f.metrics().glyphs[r]; !has {
				t.Errorf("%s lacks %q", f.name(), r)
			}
		}
	}
}

func TestACodesSizeStaysWithinTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := newCode(strings.Repeat("e", rapid.IntRange(1, 331).Draw(t, "bytes")))
		if err != nil {
			t.Fatal(err)
		}
		side := c.side() + 2*c.quiet()
		if c.module < moduleSide-1e-9 || side < leastSide-1e-9 || side > mostSide {
			t.Fatalf("module %.2f mm, side %.2f mm", c.module, side)
		}
	})
	if _, err := newCode(strings.Repeat("e", 332)); !errors.Is(err, ErrCodeTooLarge) {
		t.Errorf("332 bytes: %v", err)
	}
}

func TestWrappedLinesFitAndKeepEveryLetter(t *testing.T) {
	s := style{regular, 9, 1.4, dark}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zA-Zéœ€/.\- ]{0,120}`).Draw(t, "text")
		width := rapid.Float64Range(6, 120).Draw(t, "width")
		lines := s.wrap(text, width)
		for _, line := range lines {
			if s.width(line) > width+0.01 {
				t.Fatalf("%q is wider than %.1f", line, width)
			}
		}
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}
