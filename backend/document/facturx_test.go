package document_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"paddock/backend/document"
)

func TestAPaperThatCarriesItsXMLIsTheSameBytesWheneverItIsMade(t *testing.T) {
	paper := mockUp()
	pdf, err := paper.PDF()
	if err != nil {
		t.Fatal(err)
	}
	carries := func(xml string) []byte {
		made, err := document.WithEInvoice(pdf, []byte(xml), "Facture <1> & co", paper.Day)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	first := carries("<a/>")
	if !bytes.Equal(first, carries("<a/>")) {
		t.Error("two makings differ")
	}
	if bytes.Equal(first, carries("<b/>")) {
		t.Error("another XML gives the same file")
	}
	if today := time.Now().UTC().Format("D:20060102"); strings.Contains(string(first), today) || !strings.Contains(string(first), "/ModDate(D:"+strings.ReplaceAll(string(paper.Day), "-", "")) {
		t.Error("its dates are not the invoice's")
	}
	if !strings.Contains(string(first), "Facture &lt;1&gt; &amp; co") {
		t.Error("the title is not escaped in the metadata")
	}
	run(t, "qpdf", "--check", file(t, first))
	if got, want := words(t, first), words(t, pdf); got != want {
		t.Error("the paper says something else")
	}
}
