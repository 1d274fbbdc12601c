package desk_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Words that stand nowhere but in what is held on the family of forget.
var secrets = []string{
	"Zorglub", "Quetzalcoatl", "Wilhelmine", "zorglub@exemple.test", "0611223344", "Impasse du Griffon", "Xanthippe",
	"asthme au foin", "note de famille confidentielle", "note du cavalier confidentielle", "LIC-998877", "motif tres particulier",
	"remise entre amis", "cachet illisible du docteur", "ordonnance-de-la-petite.pdf", "Ligne en attente de",
	"poignet tombe de travers", "cheval de la tante",
}

// forget is a shop with a family of which everything is known, that bought and
// paid, and was given something back with a reason.
func forget(t *testing.T) (*shop, desk.HouseholdView) {
	t.Helper()
	s := newShop(t)
	home, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: club.Household{
		Kind: "family", Name: "Zorglub", Language: "fr", Email: "zorglub@exemple.test", Note: "note de famille confidentielle",
		Contacts: []club.Contact{{Civility: "Mme", Surname: "Zorglub", FirstName: "Wilhelmine", Relation: "mother", Mobile: "0611223344", Pays: true}},
		Addresses: []club.Address{{Recipient: "Mme Wilhelmine Zorglub", Street: "4 Impasse du Griffon", PostalCode: "26999",
			Town: "Vaubrun", Country: "FR", Default: true}},
		Riders: []club.Rider{{Civility: "Mme", Sex: "F", Surname: "Zorglub", FirstName: "Quetzalcoatl", BirthDate: "2015-04-03", BirthPlace: "Xanthippe",
			Medical: "asthme au foin", Note: "note du cavalier confidentielle", HeightCm: 140}},
	}})
	s.must(err)
	cart, err := s.OpenCart(ctx, s.req(), home.ID)
	s.must(err)
	for _, name := range []string{"gloves", "licence"} {
		cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers[name], Rider: home.Riders[0].ID, Quantity: 1})
		s.must(err)
	}
	old := s.sells(catalogue.Offer{Kind: catalogue.Goods, Name: "Bombe", Price: 1000, AgeMin: 18, Parts: []catalogue.Part{{VAT: "standard", Cents: 1000}}})
	cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: old, Rider: home.Riders[0].ID, Quantity: 1, Reason: "motif tres particulier"})
	s.must(err)
	cart, err = s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[0].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Cents: 100}, Reason: "remise entre amis"})
	s.must(err)
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(6900)})
	s.must(err)
	own, err := s.SaveHorse(ctx, s.req(), planning.Horse{Name: "Ulysse", Owner: home.Riders[0].ID, Note: "cheval de la tante"})
	s.must(err)
	_, err = s.RecordFall(ctx, s.req(), own.ID, desk.RecordFall{Day: "2026-10-06", Rider: home.Riders[0].ID, Note: "poignet tombe de travers"})
	s.must(err)
	_, err = s.SetPaper(ctx, s.req(), home.Riders[0].ID, "certificate", desk.SetPaper{State: club.PaperRefused, Reason: "cachet illisible du docteur"})
	s.must(err)
	_, err = s.AddScan(ctx, s.req(), home.Riders[0].ID, "health", "ordonnance-de-la-petite.pdf", append([]byte("%PDF-1.4\n% Quetzalcoatl\n"), pdfScan[9:]...))
	s.must(err)
	s.behindItsBack("UPDATE licences SET number = 'LIC-998877'",
		`INSERT INTO imports (id, file, sha256, lines, riders, households, known, imported_at, imported_by) VALUES (1, 'membres.csv', 'x', 2, 0, 0, 0, '2026-10-01T08:00:00.000Z', 1)`,
		`INSERT INTO import_lines (import, line, cells, mend) VALUES (1, 2, '["ZORGLUB","Quetzalcoatl","Ligne en attente de"]', '{}'), (1, 3, '["Durand","Paul"]', '{}')`)
	return s, home
}

func TestAnExportHoldsEverythingThatIsHeldOnAHouseholdAndNobodyElses(t *testing.T) {
	s, home := forget(t)
	s.sell(cash(3500), "gloves") // to the Delcourts
	data, err := s.ExportPersonalData(ctx, s.req(), home.ID)
	s.must(err)
	raw, err := json.Marshal(data)
	s.must(err)
	for _, secret := range secrets {
		phone := strings.ReplaceAll(secret, "0611223344", "611223344")
		if !strings.Contains(strings.ReplaceAll(string(raw), " ", ""), strings.ReplaceAll(phone, " ", "")) {
			t.Errorf("the export lacks %q", secret)
		}
	}
	if strings.Contains(string(raw), "Delcourt") {
		t.Error("the export tells about another family")
	}
	s.journalEndsWith("personalData.exported")
	if pdf, err := s.PersonalDataPaper(ctx, s.req(), home.ID); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("no paper: %v", err)
	}
}

func TestExportAndErasureAreTheOwnersAlone(t *testing.T) {
	h, clerk := guarded(t)
	home := h.join("Zorglub", "Quetzalcoatl")
	_, err := h.ExportPersonalData(ctx, h.as(clerk), home.ID)
	h.refuses(err, club.CodeNotAllowed)
	_, err = h.EraseHousehold(ctx, h.as(clerk), home.ID, desk.EraseHousehold{Version: home.Version})
	h.refuses(err, club.CodeNotAllowed)
}

func TestErasureIsRefusedWhileTheClubOwesOrIsOwed(t *testing.T) {
	for _, c := range []struct {
		name    string
		tenders []billing.Tender
		sold    string
		back    bool
		want    club.Code
	}{
		{"an open invoice", []billing.Tender{link(3500)}, "gloves", false, club.CodeErasureUnpaid},
		{"money left", cash(3500), "gloves", true, club.CodeErasureCredit},
		{"a good card", cash(11000), "card", false, club.CodeErasureCard},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			sale := s.sell(c.tenders, c.sold)
			if c.back {
				_, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Reason: "Trop petits"})
				s.must(err)
			}
			home, err := s.Household(ctx, s.family.ID)
			s.must(err)
			_, err = s.EraseHousehold(ctx, s.req(), home.ID, desk.EraseHousehold{Version: home.Version})
			s.refuses(err, c.want)
		})
	}
}

func TestAnErasureLeavesNothingInTheFileButTheDocumentsTheLawKeeps(t *testing.T) {
	s, home := forget(t)
	before, err := s.PreviewErasure(ctx, home.ID)
	s.must(err)
	if before.Riders != 1 || before.Contacts != 1 || before.Documents != 1 || before.KeptUntil != "2036-12-31" {
		t.Errorf("the preview says %+v", before)
	}
	req := s.req()
	done, err := s.EraseHousehold(ctx, req, home.ID, desk.EraseHousehold{Version: home.Version})
	s.must(err)
	if again, err := s.EraseHousehold(ctx, req, home.ID, desk.EraseHousehold{Version: home.Version}); err != nil || again.ErasedAt != done.ErasedAt {
		t.Errorf("a second click: %+v, %v", again, err)
	}

	// The documents are as they were issued, and the chain is whole.
	s.proved()
	list, err := s.Documents(ctx, sqlite.DocumentFilter{})
	s.must(err)
	view, err := s.Document(ctx, list.Rows[0].ID)
	s.must(err)
	if view.Buyer.Household != "Zorglub" || view.Lines[0].RiderName == "" {
		t.Errorf("the invoice lost its buyer: %+v", view.Buyer)
	}
	if _, err := s.PreviewInvoice(ctx, view.ID); err != nil {
		t.Errorf("the invoice does not print: %v", err)
	}

	// Nobody finds them, and nothing is written about them.
	for _, word := range []string{"Zorglub", "Quetzalcoatl", "0611223344", "zorglub@exemple.test"} {
		found, err := s.Search(ctx, word)
		s.must(err)
		homes, err := s.Households(ctx, desk.HouseholdQuery{Query: word})
		s.must(err)
		files, err := s.RiderFiles(ctx, desk.RiderQuery{Query: word})
		s.must(err)
		if len(found.Households)+len(found.Riders)+len(found.Invoices)+len(homes.Rows)+len(files) > 0 {
			t.Errorf("%q still finds %+v %+v %+v", word, found, homes.Rows, files)
		}
	}
	all, err := s.Households(ctx, desk.HouseholdQuery{})
	s.must(err)
	if all.Counts.All != 1 || all.Counts.Found != 1 || len(all.Rows) != 1 || all.Counts.Riders != len(s.family.Riders) {
		t.Errorf("the list counts %+v", all.Counts)
	}
	_, err = s.OpenCart(ctx, s.req(), home.ID)
	s.refuses(err, club.CodeHouseholdErased)
	home.Name = "Zorglub"
	_, err = s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home.Household})
	s.refuses(err, club.CodeHouseholdErased)
	s.journalEndsWith("personalData.erased")

	// Nor does the file hold them: once what the law keeps is put aside, no byte of
	// it does, in the log neither.
	s.grepWithoutDocuments()
}

func TestAProgramThatEndedBeforeItSweptSweepsWhenItOpens(t *testing.T) {
	s, home := forget(t)
	_, err := s.EraseHousehold(ctx, s.req(), home.ID, desk.EraseHousehold{Version: home.Version})
	s.must(err)
	s.behindItsBack("UPDATE revision SET unswept = 1") // and opens it again
	s.ask("SELECT unswept FROM revision", func(row *sql.Rows) error {
		var unswept bool
		err := row.Scan(&unswept)
		if unswept {
			t.Error("what was erased still waits to be swept")
		}
		return err
	})
}

// grepWithoutDocuments takes the sealed documents out of a copy of the database
// and looks for every secret in what is left, byte by byte.
func (s *shop) grepWithoutDocuments() {
	s.t.Helper()
	whole, err := os.ReadFile(filepath.Join(s.dir, sqlite.File))
	s.must(err)
	if !bytes.Contains(whole, []byte("Zorglub")) {
		s.t.Error("the file does not hold the documents")
	}
	// What only the unsealed rows held must not be in the file as it is.
	for _, secret := range []string{"asthme au foin", "confidentielle", "LIC-998877", "Xanthippe", "611223344", "61122 33 44", "zorglub@exemple.test",
		"motif tres", "remise entre", "cachet illisible", "ordonnance", "en attente de"} {
		if bytes.Contains(whole, []byte(secret)) {
			s.t.Errorf("the file still holds %q", secret)
		}
	}
	if log, err := os.ReadFile(filepath.Join(s.dir, sqlite.File+"-wal")); err == nil && bytes.Contains(log, []byte("Zorglub")) {
		s.t.Error("the log still holds them")
	}
	s.behindItsBack(
		"DROP TRIGGER invoices_no_update", "DROP TRIGGER invoice_lines_no_update", "DROP TRIGGER journal_no_update", "DROP TRIGGER payments_no_update", "DROP INDEX journal_snapshots",
		"UPDATE invoices SET buyer = '{}'", "UPDATE invoice_lines SET rider_name = ''", "UPDATE journal SET line = ''", "UPDATE payments SET paper = '{}'", "VACUUM",
	)
	s.must(s.Close())
	if whole, err = os.ReadFile(filepath.Join(s.dir, sqlite.File)); err != nil {
		s.t.Fatal(err)
	}
	for _, secret := range secrets {
		if at := bytes.Index(whole, []byte(secret)); at >= 0 {
			s.t.Errorf("beside the documents the file holds %q: %q", secret, whole[max(0, at-60):min(len(whole), at+60)])
		}
	}
}

// journalEndsWith wants an entry of a kind at the end that names nobody.
func (s *shop) journalEndsWith(kind string) {
	s.t.Helper()
	var last, said string
	s.journal(func(kind, line string) { last, said = kind, line })
	if last != kind || strings.Contains(said, "Zorglub") {
		s.t.Errorf("the journal says %s", said)
	}
}

func TestEveryFieldOfAnExportHasItsNameInTheFamilysLanguage(t *testing.T) {
	s, home := forget(t)
	data, err := s.ExportPersonalData(ctx, s.req(), home.ID)
	s.must(err)
	for _, held := range data.Held {
		if len(held.Shown) > 0 && !locale.Has("held.of."+held.Of) {
			t.Errorf("no word for %s", held.Of)
		}
		for _, name := range held.Shown {
			if !locale.Has("held.field." + name) {
				t.Errorf("no word for %s of %s", name, held.Of)
			}
		}
	}
}

func TestAnErasureReachesWhatWasMergedIntoTheHousehold(t *testing.T) {
	s, home := forget(t)
	other := s.join("Zorglub-Delmas", "Quetzalcoatl")
	s.sellTo(other.ID, s.offers["gloves"])
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: other.ID, Tenders: cash(3500)})
	s.must(err)
	kept := s.merges(other.ID, home.ID)
	data, err := s.ExportPersonalData(ctx, s.req(), home.ID) // by the address it had
	s.must(err)
	if raw, err := json.Marshal(data); err != nil || data.Household != kept.ID || !strings.Contains(string(raw), "motif tres particulier") {
		t.Errorf("the export of %d leaves out what was merged into %d", data.Household, kept.ID)
	}
	done, err := s.EraseHousehold(ctx, s.req(), kept.ID, desk.EraseHousehold{Version: kept.Version})
	s.must(err)
	if done.Documents != 2 || done.Riders != 2 {
		t.Errorf("erased %+v", done)
	}
	_, err = s.UndoMerge(ctx, s.req(), kept.Merges[0].ID)
	s.refuses(err, club.CodeHouseholdErased)
	_, err = s.Merge(ctx, s.req(), s.family.ID, desk.MergeHouseholds{Merged: kept.ID, Version: s.family.Version, MergedVersion: kept.Version + 1})
	s.refuses(err, club.CodeHouseholdErased)
	s.proved()
	s.grepWithoutDocuments()
}

func TestADocumentOfAnErasedHouseholdCanStillBeGivenBack(t *testing.T) {
	s, home := forget(t)
	done, err := s.EraseHousehold(ctx, s.req(), home.ID, desk.EraseHousehold{Version: home.Version})
	s.must(err)
	list, err := s.Documents(ctx, sqlite.DocumentFilter{})
	s.must(err)
	note, err := s.Credit(ctx, s.req(), list.Rows[0].ID, desk.Credit{Reason: "Erreur de prix"})
	s.must(err)
	if note.Buyer.Household != "Zorglub" {
		t.Errorf("the credit note is for %+v", note.Buyer)
	}
	s.proved()
	if again, err := s.PreviewErasure(ctx, home.ID); err != nil || again.ErasedAt != done.ErasedAt {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestNobodyWritesAboutTheRidersOfAnErasedHousehold(t *testing.T) {
	s, home := forget(t)
	_, err := s.EraseHousehold(ctx, s.req(), home.ID, desk.EraseHousehold{Version: home.Version})
	s.must(err)
	rider := home.Riders[0]
	for name, write := range map[string]func() error{
		"rider": func() error { _, err := s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider}); return err },
		"paper": func() error {
			_, err := s.SetPaper(ctx, s.req(), rider.ID, "health", desk.SetPaper{State: club.PaperReceived})
			return err
		},
		"scan": func() error { _, err := s.AddScan(ctx, s.req(), rider.ID, "health", "x.pdf", pdfScan); return err },
		"move": func() error {
			_, err := s.MoveRider(ctx, s.req(), rider.ID, desk.MoveRider{Household: s.family.ID, Version: rider.Version})
			return err
		},
		"moved to": func() error {
			own := s.shown(s.family.ID).Riders[0]
			_, err := s.MoveRider(ctx, s.req(), own.ID, desk.MoveRider{Household: home.ID, Version: own.Version})
			return err
		},
		"licence": func() error {
			_, err := s.SaveLicence(ctx, s.req(), rider.ID, club.Licence{Kind: "FFE", Number: "1", ValidFrom: "2026-09-01", ValidThrough: "2027-08-31"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { s.refuses(write(), club.CodeHouseholdErased) })
	}
	lacking, err := s.IncompleteFiles().Rows(ctx, desk.ListQuery{})
	s.must(err)
	for _, file := range lacking {
		if file.Household == home.ID {
			t.Errorf("the club still waits for papers of %+v", file)
		}
	}
}
