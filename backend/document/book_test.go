package document_test

import (
	"bytes"
	"testing"

	"paddock/backend/document"
)

func TestABookHoldsEachInvoiceAsItsOwnPaperDoesAndItsFontsOnce(t *testing.T) {
	duplicata, plain := mockUp(), mockUp()
	duplicata.Copy = document.Copy{Kind: document.Duplicata, N: 2, Day: "2026-11-01"}
	plain.Number = "F2026-0433"
	bound := []document.Invoice{mockUp(), long(), duplicata, plain}
	var book document.Book
	var want []string
	alone := 0
	for _, i := range bound {
		pdf := paper(t, i)
		alone += len(pdf)
		want = append(want, pages(t, pdf)...)
		if err := book.Add(i); err != nil {
			t.Fatal(err)
		}
	}
	pdf := paper(t, &book)
	got := pages(t, pdf)
	if len(got) != len(want) {
		t.Fatalf("%d pages, not %d", len(got), len(want))
	}
	for n := range want {
		if got[n] != want[n] {
			t.Errorf("page %d reads\n%s\nand alone\n%s", n+1, got[n], want[n])
		}
	}
	if fonts := bytes.Count(pdf, []byte("/FontFile2")); fonts > 5 {
		t.Errorf("%d fonts", fonts)
	}
	if len(pdf) > alone*2/3 {
		t.Errorf("%d bytes in one file, %d in four", len(pdf), alone)
	}
	mustContain(t, string(run(t, "pdfinfo", file(t, pdf))), "F2026-0431 – Facture F2026-0433")
}

func TestABookOfOneIsThePaperAndAnEmptyOneIsNothing(t *testing.T) {
	var book document.Book
	if pdf, err := book.PDF(); err != nil || len(pdf) != 0 {
		t.Errorf("%d bytes, %v", len(pdf), err)
	}
	if err := book.Add(mockUp()); err != nil {
		t.Fatal(err)
	}
	pdf := paper(t, &book)
	if !bytes.Equal(pdf, paper(t, mockUp())) {
		t.Error("another file")
	}
	mustLack(t, string(run(t, "pdfinfo", file(t, pdf))), " – ")
}

func BenchmarkBookOfInvoices(b *testing.B) {
	for b.Loop() {
		var book document.Book
		for range 100 {
			if err := book.Add(mockUp()); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := book.PDF(); err != nil {
			b.Fatal(err)
		}
	}
}
