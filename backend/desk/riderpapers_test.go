package desk_test

import (
	"bytes"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

var pdfScan = []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")

// accept accepts papers of a rider.
func (h *house) accept(rider club.RiderID, codes ...string) desk.RiderPapers {
	h.t.Helper()
	var file desk.RiderPapers
	for _, code := range codes {
		var err error
		file, err = h.SetPaper(ctx, h.req(), rider, code, desk.SetPaper{State: club.PaperAccepted})
		h.must(err)
	}
	return file
}

// waiting names what a rider's file waits for.
func waiting(file club.FileState) []string {
	var codes []string
	for _, p := range file.Papers {
		if p.Missing {
			codes = append(codes, p.Code)
		}
	}
	return codes
}

// holdsLicence gives a rider a licence that lasts the season.
func (h *house) holdsLicence(rider club.RiderID) {
	h.t.Helper()
	_, err := h.SaveLicence(ctx, h.req(), rider, club.Licence{Kind: "FFE", Number: "0 418 227 K", ValidFrom: "2026-09-01", ValidThrough: "2027-12-31"})
	h.must(err)
}

func TestAFileFillsUpPaperByPaper(t *testing.T) {
	h := openClub(t)
	manon := h.join("Delcourt", "Manon").Riders[0].ID
	file, err := h.RiderPapers(ctx, manon)
	h.must(err)
	if got := waiting(file.FileState); !slices.Equal(got, []string{"health", "parental", "licence", "rules"}) || file.Complete {
		t.Fatalf("a new rider's file waits for %v", got)
	}
	_, err = h.SetPaper(ctx, h.req(), manon, "certificate", desk.SetPaper{State: club.PaperRefused})
	wantRefusal(t, err, club.CodeRequired, "reason")
	_, err = h.SetPaper(ctx, h.req(), manon, "certificate", desk.SetPaper{State: club.PaperRefused, Reason: "Le cachet du médecin manque"})
	h.must(err)
	h.accept(manon, "certificate", "parental", "rules")
	h.holdsLicence(manon)
	if file, err = h.RiderPapers(ctx, manon); err != nil || !file.Complete {
		t.Errorf("waits for %v, %v", waiting(file.FileState), err)
	}
	if last := file.History[len(file.History)-1]; last.State != club.PaperRefused || last.Reason != "Le cachet du médecin manque" || last.By != "Laure Caron" {
		t.Errorf("history begins with %+v", last)
	}
	for _, p := range file.Papers {
		want := map[string]calendar.Day{"certificate": "2027-10-07", "parental": "2027-08-31", "rules": "2027-08-31", "licence": "2027-12-31"}[p.Code]
		if p.Expires != want {
			t.Errorf("%s is good through %q, want %q", p.Code, p.Expires, want)
		}
	}
	h.clock.set(t, "2027-09-01 06:00") // another season
	file, err = h.RiderPapers(ctx, manon)
	h.must(err)
	if got := waiting(file.FileState); !slices.Equal(got, []string{"parental", "rules"}) {
		t.Errorf("in September it waits for %v", got)
	}
	h.proved()
}

func TestADayThatIsTypedIsWhenAPaperExpires(t *testing.T) {
	h := openClub(t)
	manon := h.join("Delcourt", "Manon").Riders[0].ID
	for typed, code := range map[calendar.Day]club.Code{"2026-10-06": club.CodeBadDay, "2027-02-29": club.CodeBadDay, "2026-10-07": ""} {
		_, err := h.SetPaper(ctx, h.req(), manon, "health", desk.SetPaper{State: club.PaperAccepted, Expires: typed})
		if code != "" {
			wantRefusal(t, err, code, "expires")
		} else if err != nil {
			t.Errorf("today: %v", err)
		}
	}
}

func TestAScanIsKeptAndRemovedAndItsHistoryStays(t *testing.T) {
	h := openClub(t)
	manon := h.join("Delcourt", "Manon").Riders[0].ID
	req := h.req()
	file, err := h.AddScan(ctx, req, manon, "health", `C:\Scans\..\asthme.exe`, pdfScan)
	h.must(err)
	again, err := h.AddScan(ctx, req, manon, "health", `C:\Scans\..\asthme.exe`, pdfScan)
	h.must(err)
	if len(again.Scans) != 1 || file.Scans[0].Name != "asthme.pdf" || file.Papers[0].State != club.PaperReceived {
		t.Fatalf("kept %+v, %s", again.Scans, file.Papers[0].State)
	}
	id := file.Scans[0].ID
	scan, content, err := h.ScanContent(ctx, id)
	h.must(err)
	if !bytes.Equal(content, pdfScan) || scan.Type != club.ScanPDF {
		t.Errorf("holds %q, %s", content, scan.Type)
	}
	h.accept(manon, "health")
	file, err = h.RemoveScan(ctx, h.req(), manon, id)
	h.must(err)
	if len(file.Scans) != 0 || file.Papers[0].State != club.PaperAccepted || len(file.History) != 2 {
		t.Errorf("after removal: %d scans, %s, %d steps", len(file.Scans), file.Papers[0].State, len(file.History))
	}
	_, _, err = h.ScanContent(ctx, id)
	h.refuses(err, club.CodeScanNotFound)
	_, err = h.RemoveScan(ctx, h.req(), manon, id)
	h.refuses(err, club.CodeScanNotFound)
	h.ask("SELECT name, content IS NULL, removed_by FROM scans", func(row *sql.Rows) error {
		var name string
		var gone bool
		var by int64
		err := row.Scan(&name, &gone, &by)
		if name != "" || !gone || by != h.owner.ID {
			t.Errorf("left of the scan: %q, gone %v, by %d", name, gone, by)
		}
		return err
	})
}

func TestNothingOfHealthIsInTheJournal(t *testing.T) {
	h := openClub(t)
	manon := h.join("Delcourt", "Manon").Riders[0].ID
	_, err := h.AddScan(ctx, h.req(), manon, "health", "épilepsie.pdf", pdfScan)
	h.must(err)
	_, err = h.SetPaper(ctx, h.req(), manon, "health", desk.SetPaper{State: club.PaperRefused, Reason: "Épilepsie non signalée"})
	h.must(err)
	h.journal(func(_, line string) {
		if strings.Contains(strings.ToLower(line), "pilepsie") {
			t.Errorf("the journal says %s", line)
		}
	})
}

func TestAScanOfAnythingElseIsRefusedAndNothingIsKept(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon")
	manon := home.Riders[0].ID
	for _, c := range []struct {
		rider   club.RiderID
		paper   string
		content []byte
		code    club.Code
	}{
		{manon, "health", []byte("<html>"), club.CodeScanType},
		{manon, "health", make([]byte, club.MaxScanBytes+1), club.CodeFileTooLarge},
		{manon, "../health", pdfScan, club.CodePaperNotFound},
		{999, "health", pdfScan, club.CodeRiderNotFound},
	} {
		_, err := h.AddScan(ctx, h.req(), c.rider, c.paper, "x.pdf", c.content)
		h.refuses(err, c.code)
	}
	for range 10 {
		_, err := h.AddScan(ctx, h.req(), manon, "health", "page.pdf", pdfScan)
		h.must(err)
	}
	_, err := h.AddScan(ctx, h.req(), manon, "health", "page.pdf", pdfScan)
	h.refuses(err, club.CodeScansFull)
}

func TestASeasonsListIsCheckedAndSealed(t *testing.T) {
	h := openClub(t)
	view, err := h.SettingsView(ctx)
	h.must(err)
	save := func(change func(list []club.AskedPaper) []club.AskedPaper) error {
		list := change(slices.Clone(view.Papers))
		_, err := h.SavePapers(ctx, h.req(), desk.Change[[]club.AskedPaper]{Version: view.Versions.Papers, Value: list})
		return err
	}
	own := club.AskedPaper{Code: "own1", Name: club.Texts{French: "Attestation de natation"}, From: "2026-10-07", For: club.ForAll, Validity: club.GoodForEver}
	for field, change := range map[string]func(*club.AskedPaper){
		"papers.5.name.fr":   func(p *club.AskedPaper) { p.Name = club.Texts{} },
		"papers.5.months":    func(p *club.AskedPaper) { p.Validity = club.GoodForMonths },
		"papers.5.offerKind": func(p *club.AskedPaper) { p.For = club.ForOffer },
		"papers.5.instead":   func(p *club.AskedPaper) { p.Instead = "certificate" },
		"papers.5.from":      func(p *club.AskedPaper) { p.Code = "health" },
		"papers.5.code":      func(p *club.AskedPaper) { p.Code = "../etc" },
	} {
		bad := own
		change(&bad)
		err := save(func(list []club.AskedPaper) []club.AskedPaper { return append(list, bad) })
		if refusal, is := err.(*club.Error); !is || refusal.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	h.must(save(func(list []club.AskedPaper) []club.AskedPaper { return append(list, own) }))
	view, err = h.SettingsView(ctx)
	h.must(err)
	if name := view.Papers[5].Name; name.Dutch != "Attestation de natation" || name.English != name.Dutch {
		t.Errorf("typed in French alone: %+v", name)
	}
	h.proved()
}

func TestAnOfferThatNeedsAFileIsSoldWithoutOneForAReason(t *testing.T) {
	s := newShop(t)
	hugo := s.family.Riders[1].ID
	offer, err := s.SaveOffer(ctx, s.req(), catalogue.Offer{
		Kind: catalogue.Membership, Name: "Cotisation", Price: 4000, Parts: []catalogue.Part{{VAT: "riding", Cents: 4000}},
		Deposit: catalogue.Deposit{Kind: catalogue.DepositAll}, NeedsFile: true,
	})
	s.must(err)
	unfit := func() bool {
		offers, err := s.OffersFor(ctx, hugo, s.family.ID)
		s.must(err)
		return slices.ContainsFunc(offers.DoesNot, func(o desk.UnfitOffer) bool {
			return o.Offer.ID == offer.ID && o.Obstacles[0].Code == club.CodeFileIncomplete
		})
	}
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID)
	s.must(err)
	_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: offer.ID, Rider: hugo, Quantity: 1})
	s.refuses(err, club.CodeFileIncomplete)
	if !unfit() {
		t.Error("it fits without a file")
	}
	_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: offer.ID, Rider: hugo, Quantity: 1, Reason: "Le certificat arrive demain"})
	s.must(err)
	s.accept(hugo, "health", "parental", "rules")
	s.holdsLicence(hugo)
	if unfit() {
		t.Error("it does not fit although the file is complete")
	}
}

func TestTheDayNamesTheFilesOfThisSeasonsRiders(t *testing.T) {
	s := newShop(t)
	hugo := s.family.Riders[1].ID
	names := func() (incomplete, renew []string) {
		today, err := s.Today(ctx)
		s.must(err)
		lacking, err := s.IncompleteFiles().Rows(ctx, desk.ListQuery{})
		s.must(err)
		for _, f := range lacking {
			incomplete = append(incomplete, f.Name)
		}
		ending, err := s.FilesToRenew().Rows(ctx, desk.ListQuery{})
		s.must(err)
		for _, f := range ending {
			renew = append(renew, f.Name)
		}
		if want := (desk.FilesToDo{Incomplete: len(lacking), Renew: len(ending)}); today.Files != want {
			t.Errorf("the day counts %+v, the lists %+v", today.Files, want)
		}
		return incomplete, renew
	}
	if incomplete, _ := names(); incomplete != nil {
		t.Errorf("before anybody bought anything: %v", incomplete)
	}
	s.sell([]billing.Tender{{Way: billing.Cash, Cents: 11000, Detail: billing.Detail{}}}, "card")
	if incomplete, _ := names(); !slices.Equal(incomplete, []string{"Hugo Delcourt"}) {
		t.Errorf("after a card: %v", incomplete)
	}
	rows, err := s.Households(ctx, desk.HouseholdQuery{Incomplete: true})
	s.must(err)
	if len(rows.Rows) != 1 || rows.Counts.Found != 1 {
		t.Errorf("the list shows %d, counts %d", len(rows.Rows), rows.Counts.Found)
	}
	s.accept(hugo, "health", "parental", "rules")
	s.holdsLicence(hugo)
	if incomplete, renew := names(); incomplete != nil || renew != nil {
		t.Errorf("complete: %v, %v", incomplete, renew)
	}
	if rows, err = s.Households(ctx, desk.HouseholdQuery{Incomplete: true}); err != nil || len(rows.Rows) != 0 {
		t.Errorf("the list still shows %d, %v", len(rows.Rows), err)
	}
	s.clock.set(t, "2027-08-10 10:00")
	if _, renew := names(); !slices.Equal(renew, []string{"Hugo Delcourt"}) {
		t.Errorf("in August: %v", renew)
	}
}

func TestALicenceThatWasSoldChangesItsNumberAlone(t *testing.T) {
	s := newShop(t)
	hugo := s.family.Riders[1].ID
	s.sell([]billing.Tender{{Way: billing.Cash, Cents: 2500}}, "licence")
	home, err := s.Household(ctx, s.family.ID)
	s.must(err)
	sold := home.Riders[1].Licences[0]
	sold.Number = "0 418 227 K"
	home, err = s.SaveLicence(ctx, s.req(), hugo, sold)
	s.must(err)
	if got := home.Riders[1].Licences[0].Number; got != sold.Number {
		t.Errorf("number %q", got)
	}
	longer := sold
	longer.ValidThrough = "2030-12-31"
	_, err = s.SaveLicence(ctx, s.req(), hugo, longer)
	s.refuses(err, club.CodeLicenceSold)
	_, err = s.RemoveLicence(ctx, s.req(), hugo, sold.ID)
	s.refuses(err, club.CodeLicenceSold)
	_, err = s.SaveLicence(ctx, s.req(), hugo, club.Licence{Kind: "FFE", ValidFrom: "2026-09-01", ValidThrough: "2026-08-31"})
	s.refuses(err, club.CodeDayOrder)
	s.proved()
}
