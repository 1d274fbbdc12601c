package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

// A program of before December 2026 closed the seventh late, with all that was entered
// until then: what it took is no other closing's.
func TestDaysThatAClosingOfBeforeTookTheEntriesOfAreClosedLateWithTheRest(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	for _, day := range []string{"2026-10-07", "2026-10-08", "2026-10-09", "2026-10-10"} {
		h.clock.set(t, day+" 10:00")
		h.sellTo(home.ID, bit, cash(24_00)...)
	}
	old, err := desk.CloseDayAsBefore(h.Desk, h.req(), "2026-10-07")
	h.must(err)
	if old.Until != "" || old.Last != old.Seq-1 || len(h.entriesOf(old)) < 8 {
		t.Fatalf("the old closing names %d to %d", old.First, old.Last)
	}
	h.clock.set(t, "2026-10-10 18:00") // the update came in between
	h.sellTo(home.ID, bit)
	h.proved()
	for _, test := range []struct {
		day  calendar.Day
		want []string
	}{
		{"2026-10-08", nil},
		{"2026-10-09", nil},
		{"2026-10-10", []string{"invoice.issued F2026-0005", "day.closed Z-2026-10-08", "day.closed Z-2026-10-09"}},
	} {
		made := h.closes(test.day)
		if got := h.entriesOf(made); !slices.Equal(got, test.want) || made.First != old.Seq+1 || made.Last != old.Seq+int64(len(test.want)) {
			t.Errorf("%s names %d to %d: %v, want %v", test.day, made.First, made.Last, got, test.want)
		}
		if made.Period.Issued.Gross < 24_00 || made.Period.Issued.Gross > 48_00 {
			t.Errorf("%s brought %d", test.day, made.Period.Issued.Gross)
		}
		h.proved()
	}
	h.clock.set(t, "2026-11-03 10:00")
	_, err = h.CloseSpan(ctx, h.req(), billing.MonthClosing, "2026-10-10")
	h.must(err)
	h.proved()
	if proof, err := desk.VerifyArchive(h.archives("2026-10-08", "2026-10-09").File, locale.French); err != nil || len(proof.Findings) > 0 {
		t.Errorf("archive: %+v, %v", proof, err)
	}
}
