package desk_test

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
)

// archivedAnew packs an archive that somebody changed, with its manifest, and signs it
// with a key of theirs; it returns what its proof says but for that key.
func (h *house) archivedAnew(of desk.ArchiveMade, touch func(files map[string][]byte)) (desk.ArchiveProof, string) {
	h.t.Helper()
	files, err := exchange.UnZIP(of.File)
	h.must(err)
	public, key, err := ed25519.GenerateKey(nil)
	h.must(err)
	touch(files)
	files[journal.KeyFile] = journal.PublicPEM(public)
	remanifest(files)
	files[journal.SignatureFile] = ed25519.Sign(key, files[journal.ManifestFile])
	packed, err := exchange.ZIP(files, h.clock.now())
	h.must(err)
	file := filepath.Join(h.t.TempDir(), "archive.zip")
	h.must(os.WriteFile(file, packed, 0o600))
	proof, err := desk.VerifyArchive(file, locale.English)
	h.must(err)
	var said []string
	for _, f := range proof.Findings {
		if f.Code != "archiveKeyOther" {
			said = append(said, f.Code+": "+f.What)
		}
	}
	return proof, strings.Join(said, "\n")
}

func TestAnArchiveHoldsWhatItsInvoicesReferToFromBeforeItsPeriod(t *testing.T) {
	h, _ := archivedClub(t)
	made := h.archives("2026-10-08", "2026-10-08")
	files, err := exchange.UnZIP(made.File)
	h.must(err)
	for _, said := range []string{"Delcourt", h.settings().Identity.Name} {
		if !bytes.Contains(files[journal.ReferredFile], []byte(said)) {
			t.Errorf("%s is not in what the invoices refer to:\n%s", said, files[journal.ReferredFile])
		}
	}
	if proof, err := desk.VerifyArchive(made.File, locale.French); err != nil || !proof.OK || len(proof.Findings) > 0 {
		t.Errorf("untouched: %+v %v", proof, err)
	}
	proof, said := h.archivedAnew(made, func(f map[string][]byte) { f[journal.ReferredFile] = cutLast(f[journal.ReferredFile]) })
	if proof.OK || !strings.HasPrefix(said, "archiveReference: Entry ") {
		t.Errorf("a line less: %s", said)
	}
	proof, said = h.archivedAnew(made, func(f map[string][]byte) {
		f[journal.ReferredFile] = bytes.Replace(f[journal.ReferredFile], []byte("Delcourt"), []byte("Dupont"), 1)
	})
	if proof.OK || !strings.HasPrefix(said, "archiveChain: ") {
		t.Errorf("another buyer: %s", said)
	}
	proof, said = h.archivedAnew(made, func(f map[string][]byte) { delete(f, journal.ReferredFile) })
	if want := "archiveLacks: " + locale.Text(locale.English, "verify.archiveLacks", locale.Params{"n": 2}); !proof.OK || said != want {
		t.Errorf("an archive of before: %v %s", proof.OK, said)
	}
}

// A program that writes wrong tables signs them all the same, and who holds no key to
// compare with sees no other fault in an archive made anew.
func TestATableOfAnArchiveThatIsNotWhatItsJournalSealedIsNamed(t *testing.T) {
	h, made := archivedClub(t)
	swap := func(file, from, to string) func(map[string][]byte) {
		return func(f map[string][]byte) {
			if !bytes.Contains(f[file], []byte(from)) {
				t.Errorf("%s says no %s:\n%s", file, from, f[file])
			}
			f[file] = bytes.Replace(f[file], []byte(from), []byte(to), 1)
		}
	}
	both := func(do ...func(map[string][]byte)) func(map[string][]byte) {
		return func(f map[string][]byte) {
			for _, do := range do {
				do(f)
			}
		}
	}
	for name, test := range map[string]struct {
		touch func(map[string][]byte)
		finds []string
	}{
		"an amount of an invoice":     {swap("factures.csv", "24,00", "12,00"), []string{"archiveTable factures.csv"}},
		"a family":                    {swap("factures.csv", "Delcourt", "Dupont"), []string{"archiveTable factures.csv"}},
		"an invoice left out":         {func(f map[string][]byte) { f["factures.csv"] = cutLast(f["factures.csv"]) }, []string{"archiveTable factures.csv"}},
		"an invoice, whole":           {swap("factures.json", `"Mors"`, `"Bride"`), []string{"archiveRow factures.json F2026-0001"}},
		"no invoices":                 {func(f map[string][]byte) { f["factures.json"] = []byte("[]") }, []string{"archiveTable factures.json"}},
		"a way of paying":             {swap("reglements.csv", "cash", "cheque"), []string{"archiveTable reglements.csv"}},
		"a payment, whole":            {swap("reglements.json", `"way": "cash"`, `"way": "cheque"`), []string{"archiveRow reglements.json 2026-10-07-0001"}},
		"what a payment settled":      {swap("reglements.json", `"invoice": 1`, `"invoice": 2`), []string{"archiveRow reglements.json 2026-10-07-0001"}},
		"an account in one table":     {swap("ecritures.csv", "sales.goods", "sales.cards"), []string{"archiveTable ecritures.csv"}},
		"an account in both":          {both(swap("ecritures.csv", "sales.goods", "sales.cards"), swap("ecritures.json", "sales.goods", "sales.cards")), []string{"archiveRow ecritures.json F2026-0001"}},
		"an account of a payment":     {both(swap("ecritures.csv", "cash;2026-10-07-0001;cash", "cash;2026-10-07-0001;bank"), swap("ecritures.json", `"role": "cash"`, `"role": "bank"`)), nil},
		"an entry that nothing makes": {both(swap("ecritures.csv", "F2026-0001", "F2026-0009"), swap("ecritures.json", "F2026-0001", "F2026-0009")), nil},
	} {
		proof, said := h.archivedAnew(made, test.touch)
		var finds []string
		for _, f := range proof.Findings {
			if !f.Note {
				document, _ := f.Params["document"].(string)
				finds = append(finds, strings.TrimSpace(f.Code+" "+f.Params["file"].(string)+" "+document))
			}
		}
		if proof.OK || test.finds != nil && !slices.Equal(finds, test.finds) {
			t.Errorf("%s: %v\n%s", name, finds, said)
		}
	}
	if proof, said := h.archivedAnew(made, func(map[string][]byte) {}); !proof.OK || said != "" {
		t.Errorf("what nobody touched: %s", said)
	}
}
