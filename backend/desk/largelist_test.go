package desk_test

import (
	"flag"
	"testing"
	"time"

	"paddock/backend/desk"
)

var linesImported = flag.Int("lines", 2000, "lines of the large list; make torture imports 50,000")

// A large list is read, checked and imported while the desk goes on selling, tells
// how far it is, and is stopped at once with nothing written (the import of
// PRODUCT section 2).
func TestALargeListIsFollowedAndStoppedWhileTheDeskSells(t *testing.T) {
	h := openClub(t)
	gloves := h.goods("Gants", 10_00)
	file := desk.MemberFile{Name: "large.csv", Raw: manyMembers(t, *linesImported)}
	begin := func() desk.MemberFileView {
		view, err := h.OpenMemberFile(ctx, file)
		h.must(err)
		return h.settledBy(view, 10*time.Minute)
	}
	view := begin()
	if view.Counts.Accepted != *linesImported || view.BadLines != 0 {
		t.Fatalf("%+v, %d bad", view.Counts, view.BadLines)
	}

	letGo := h.holdsWriting() // the import is caught before its end, however short it is
	view, err := h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	view, err = h.StopMemberFile(ctx, view.ID)
	h.must(err)
	letGo()
	if view = h.settledBy(view, time.Minute); view.Imported != nil || view.Failure == nil || len(h.people()) != 0 {
		t.Fatalf("stopped: %+v, %+v, %d riders", view.Imported, view.Failure, len(h.people()))
	}

	view = begin()
	view, err = h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	longest, sold, last := time.Duration(0), 0, int64(0)
	for view.Doing != "" {
		begun := time.Now()
		h.sellTo(0, gloves, cash(10_00)...)
		longest, sold = max(longest, time.Since(begun)), sold+1
		if view, err = h.MemberFile(ctx, view.ID); err != nil {
			t.Fatal(err)
		}
		last = max(last, view.Done)
	}
	if view.Imported == nil || view.Imported.Accepted != *linesImported || len(h.people()) != *linesImported {
		t.Fatalf("%+v, %+v", view.Imported, view.Failure)
	}
	if *linesImported >= 50_000 && (sold < 10 || last == 0) { // a short one ends within the first answer
		t.Errorf("%d sales beside it, %d was told", sold, last)
	}
	t.Logf("%d sales beside %d lines, the longest in %s; %d was told", sold, *linesImported, longest, last)
	h.proved()
}
