package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestAPaperThatThePrinterRefusedIsALineOfTodayUntilItIsPrintedOrLeft(t *testing.T) {
	h := openClub(t)
	note := func(file string) int64 {
		t.Helper()
		noted, err := h.NotePrint(ctx, h.req(), desk.NotePrint{Path: "/api/desk/invoices/1/print", Key: "k", Kind: "a4", File: file})
		h.must(err)
		return noted.ID
	}
	waiting := func() (files []string) {
		t.Helper()
		today, err := h.Today(ctx)
		h.must(err)
		for _, u := range today.Unprinted {
			files = append(files, u.File+" "+u.Code)
		}
		return files
	}
	before, err := h.Revision(ctx)
	h.must(err)
	refused, printed := note("F2026-0001.pdf"), note("F2026-0002.pdf")
	_, err = h.DropPrint(ctx, h.req(), printed)
	h.must(err)
	if got := waiting(); len(got) != 0 {
		t.Errorf("on their way, and in Today: %q", got)
	}
	if after, err := h.Revision(ctx); err != nil || after != before {
		t.Errorf("a paper that is printed makes every screen ask anew: %d, %d, %v", before, after, err)
	}
	_, err = h.RefusePrint(ctx, h.req(), refused, desk.PrintRefused{Code: club.CodePrintFailed})
	h.must(err)
	if got := waiting(); len(got) != 1 || got[0] != "F2026-0001.pdf printFailed" {
		t.Fatalf("in Today: %q", got)
	}
	for range 2 { // left twice is left
		_, err = h.DropPrint(ctx, h.req(), refused)
		h.must(err)
	}
	if got := waiting(); len(got) != 0 {
		t.Errorf("left, and in Today: %q", got)
	}

	_, err = h.NotePrint(ctx, h.req(), desk.NotePrint{Path: "/api/desk/imports/1/undo/print", Key: "k", Kind: "a4", File: "x.pdf"})
	wantRefusal(t, err, club.CodeInvalid, "path")
	note("F2026-0003.pdf")
	h.clock.set(t, "2026-10-07 10:11")
	if got := waiting(); len(got) != 1 || got[0] != "F2026-0003.pdf " {
		t.Errorf("lost on its way: %q", got)
	}
}
