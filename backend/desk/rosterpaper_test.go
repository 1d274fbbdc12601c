package desk_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// paperText is what a roster on paper says.
func (r *ring) paperText(day calendar.Day, instructor string) (string, error) {
	raw, err := r.RosterPaper(ctx, day, instructor)
	if err != nil {
		return "", err
	}
	file := filepath.Join(r.t.TempDir(), "roster.pdf")
	r.must(os.WriteFile(file, raw, 0o600))
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	r.must(err)
	return string(text), nil
}

func TestTheRosterOnPaperSaysWhoHasAPlaceHowItIsPaidAndWhoWaits(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	r.booked(lesson, r.manon)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.hugo})
	r.must(err)
	text, err := r.paperText("2026-10-14", "")
	r.must(err)
	for _, want := range []string{"mercredi 14 octobre 2026", "Manon Delcourt", "Carte 1/10", "1 sur 1", "1. Hugo Delcourt"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("the roster does not say %q:\n%s", want, text)
		}
	}
	_, err = r.paperText("2026-10-15", "")
	r.refuses(err, club.CodeRosterEmpty)
	_, err = r.paperText("2026-10-14", "Nobody At All")
	r.refuses(err, club.CodeRosterInstructor)
	_, err = r.paperText("2026-02-30", "")
	r.refuses(err, club.CodeBadDay)
}
