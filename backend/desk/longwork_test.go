package desk_test

import (
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// round is a shop with many families, who accepted the conditions of sale.
type round struct {
	*shop
	homes      []desk.HouseholdView
	membership catalogue.OfferID
}

func newRound(t testing.TB, families int) *round {
	t.Helper()
	r := &round{shop: newShop(t)}
	r.membership = r.sells(catalogue.Offer{Kind: catalogue.Membership, Name: "Adhésion 2026–2027", Price: 5000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 5000}}, Terms: catalogue.Terms{ValidFrom: "2026-09-01", ValidThrough: "2027-08-31"}})
	for n := range families {
		home := r.join(fmt.Sprintf("Famille %03d", n), "Zoé")
		r.accepts(home)
		r.homes = append(r.homes, home)
	}
	return r
}

// accepts records that a family accepted the conditions of sale in force.
func (r *round) accepts(home desk.HouseholdView) {
	r.t.Helper()
	cart := r.cart(home.ID)
	_, err := r.AcceptTerms(ctx, r.req(), home.ID, desk.AcceptTerms{Version: cart.TermsVersion})
	r.must(err)
}

// all names every family with its rider.
func (r *round) all() (in desk.InvoiceMany) {
	for _, home := range r.homes {
		in.Families = append(in.Families, desk.FamilyToInvoice{Household: home.ID, Riders: []club.RiderID{home.Riders[0].ID}})
	}
	return in
}

// through waits for a work to end.
func (h *house) through(work desk.Work, err error) desk.Work {
	h.t.Helper()
	h.must(err)
	for deadline := time.Now().Add(time.Minute); work.Doing; {
		if time.Now().After(deadline) {
			h.t.Fatalf("%+v", work)
		}
		works, err := h.Works(desk.As(ctx, h.owner))
		h.must(err)
		at := slices.IndexFunc(works, func(w desk.Work) bool { return w.ID == work.ID })
		if at < 0 {
			h.t.Fatal("the work is gone")
		}
		work = works[at]
	}
	return work
}

// rowsOf is the number of rows a condition finds.
func (h *house) rowsOf(from string) (n int) {
	h.t.Helper()
	h.ask("SELECT count(*) FROM "+from, func(row *sql.Rows) error { return row.Scan(&n) })
	return n
}

func TestAnOfferIsInvoicedToEveryFamilyOnceAndOnAccount(t *testing.T) {
	r := newRound(t, 60)
	work := r.through(r.InvoiceMany(ctx, r.req(), r.membership, r.all()))
	if work.Done != 60 || len(work.Invoices) != 60 || work.Cents != 300000 || len(work.Refused) != 0 || work.Failure != nil {
		t.Fatalf("%+v", work)
	}
	doc, err := r.Document(ctx, work.Invoices[59])
	r.must(err)
	if doc.Household != r.homes[59].ID || doc.Remaining != 5000 || !doc.OnAccount || doc.TermsVersion == "" || doc.Lines[0].RiderName != "Zoé Famille 059" {
		t.Errorf("%+v", doc)
	}
	if n := r.rowsOf("carts WHERE state = 'open' AND id IN (SELECT cart FROM cart_lines)"); n != 0 {
		t.Errorf("%d carts left open", n)
	}
	actions, err := r.Actions(ctx, r.owner)
	r.must(err)
	if len(actions) == 0 || slices.ContainsFunc(actions, func(a sqlite.Action) bool { return a.What == "invoiceMany" }) {
		t.Errorf("what can be undone gave way to %+v", actions)
	}
	r.proved()
}

func TestAFamilyThatIsRefusedLeavesTheOthersAndSaysWhy(t *testing.T) {
	r := newRound(t, 3)
	stranger := r.join("Sans Accord", "Léa")
	in := r.all()
	in.Families = slices.Insert(in.Families, 1, desk.FamilyToInvoice{Household: stranger.ID, Riders: []club.RiderID{stranger.Riders[0].ID}})
	in.Families = append(in.Families, desk.FamilyToInvoice{Household: 9999, Riders: []club.RiderID{}})
	work := r.through(r.InvoiceMany(ctx, r.req(), r.membership, in))
	if len(work.Invoices) != 3 || work.Done != 5 || len(work.Refused) != 2 {
		t.Fatalf("%+v", work)
	}
	if no := work.Refused[0]; no.Name != "Sans Accord" || no.Code != club.CodeTermsNotAccepted {
		t.Errorf("%+v", no)
	}
	if no := work.Refused[1]; no.Code != club.CodeHouseholdNotFound {
		t.Errorf("%+v", no)
	}
	if n := r.rowsOf(fmt.Sprintf("carts WHERE household = %d", stranger.ID)); n != 0 {
		t.Errorf("%d carts of a family that was refused", n)
	}
	if numbers := r.rowsOf("invoices WHERE n = (SELECT count(*) FROM invoices)"); numbers != 1 {
		t.Error("a number is missing")
	}
	r.proved()
}

func TestAWorkThatWasStoppedGoesOnUnderItsKeyAndIssuesNothingTwice(t *testing.T) {
	r := newRound(t, 70)
	req := r.req()
	letGo := r.holdsWriting()
	work, err := r.InvoiceMany(ctx, req, r.membership, r.all())
	r.must(err)
	if !work.Doing || work.Total != 70 {
		t.Fatalf("%+v", work)
	}
	again, err := r.InvoiceMany(ctx, req, r.membership, r.all())
	r.must(err)
	if again.ID != work.ID {
		t.Error("asked for twice, it runs twice")
	}
	other := r.all()
	other.Families = other.Families[1:]
	_, err = r.InvoiceMany(ctx, req, r.membership, other)
	r.refuses(err, club.CodeKeyReused)
	_, err = r.StopWork(desk.As(ctx, r.owner), work.ID)
	r.must(err)
	letGo()
	work = r.through(work, nil)
	issued := len(work.Invoices)
	if !work.Stopped || work.Failure != nil || issued == 0 || issued >= 70 || work.Done != int64(issued) || r.rowsOf("invoices") != issued {
		t.Fatalf("%d invoices, %+v", r.rowsOf("invoices"), work)
	}
	r.must(r.Close()) // the program ends, and all it held in memory with it
	r.open()
	work = r.through(r.InvoiceMany(ctx, req, r.membership, r.all()))
	if len(work.Invoices) != 70 || r.rowsOf("invoices") != 70 || work.Cents != 350000 {
		t.Fatalf("%d invoices, %+v", r.rowsOf("invoices"), work)
	}
	if n := r.rowsOf("(SELECT household FROM invoices GROUP BY household HAVING count(*) > 1)"); n != 0 {
		t.Errorf("%d families were invoiced twice", n)
	}
	r.proved()
}

func TestCandidatesSayWhoFitsWhoHasItAndWhyNot(t *testing.T) {
	r := newRound(t, 2)
	brothers := r.join("Fratrie", "Tom", "Ana")
	r.accepts(brothers)
	r.join("Sans Accord", "Léa")
	r.join("Sans Cavalier")
	r.through(r.InvoiceMany(ctx, r.req(), r.membership, desk.InvoiceMany{Families: r.all().Families[:1]}))
	r.through(r.InvoiceMany(ctx, r.req(), r.membership, desk.InvoiceMany{Families: []desk.FamilyToInvoice{
		{Household: brothers.ID, Riders: []club.RiderID{brothers.Riders[0].ID}}}}))
	list, err := r.Candidates().Rows(ctx, desk.ListQuery{Of: int64(r.membership)})
	r.must(err)
	got := []string{}
	for _, c := range list {
		line := fmt.Sprint(c.Name, " ", c.State, " ", c.Cents, " ", len(c.Riders), " ", c.Bought)
		for _, o := range c.Obstacles {
			line += fmt.Sprint(" ", o.Name, o.Code)
		}
		got = append(got, line)
	}
	want := []string{
		"Delcourt unfit 0 0 [] termsNotAccepted",
		"Famille 000 bought 0 0 [Zoé]",
		"Famille 001 fits 5000 1 []",
		"Fratrie fits 5000 1 [Tom]",
		"Sans Accord unfit 0 0 [] termsNotAccepted",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	licence, err := r.Candidates().Rows(ctx, desk.ListQuery{Of: int64(r.offers["licence"])})
	r.must(err)
	if at := slices.IndexFunc(licence, func(c desk.Candidate) bool { return c.Name == "Fratrie" }); len(licence[at].Riders) != 2 || licence[at].Cents != 5000 {
		t.Errorf("%+v", licence[at])
	}
	_, err = r.Candidates().Rows(ctx, desk.ListQuery{Of: int64(999)})
	r.refuses(err, club.CodeOfferNotFound)
}

func TestWhatACandidateCostsIsWhatItsInvoiceAsksFor(t *testing.T) {
	s := newStable(t) // whose second and third rider pay less
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID)
	s.must(err)
	_, err = s.AcceptTerms(ctx, s.req(), s.family.ID, desk.AcceptTerms{Version: cart.TermsVersion})
	s.must(err)
	list, err := s.Candidates().Rows(ctx, desk.ListQuery{Of: int64(s.membership)})
	s.must(err)
	family := desk.FamilyToInvoice{Household: s.family.ID}
	for _, rider := range list[0].Riders {
		family.Riders = append(family.Riders, rider.ID)
	}
	work := s.through(s.InvoiceMany(ctx, s.req(), s.membership, desk.InvoiceMany{Families: []desk.FamilyToInvoice{family}}))
	if list[0].Cents != 3*17500-750-1750 || work.Cents != list[0].Cents {
		t.Errorf("%d told, %d asked for", list[0].Cents, work.Cents)
	}
}

func TestAnOfferIsInvoicedToManyOnlyWhereItCouldBeToOne(t *testing.T) {
	r := newRound(t, 1)
	_, err := r.InvoiceMany(ctx, r.req(), r.membership, desk.InvoiceMany{})
	wantRefusal(t, err, club.CodeRequired, "families")
	twice := r.all()
	twice.Families = append(twice.Families, twice.Families[0])
	_, err = r.InvoiceMany(ctx, r.req(), r.membership, twice)
	wantRefusal(t, err, club.CodeInvalid, "families")
	r.sellTo(r.family.ID, r.offers["gloves"])
	r.clock.set(t, "2026-10-06 10:00")
	_, err = r.InvoiceMany(ctx, r.req(), r.membership, r.all())
	r.refuses(err, club.CodeClockBehind)
	r.clock.set(t, "2026-10-07 10:00")
	_, err = r.ArchiveOffer(ctx, r.req(), r.membership)
	r.must(err)
	_, err = r.InvoiceMany(ctx, r.req(), r.membership, r.all())
	r.refuses(err, club.CodeOfferArchived)
}

// Each rider chooses a slot: nobody is asked when many are invoiced.
func TestAPackageIsNotInvoicedToMany(t *testing.T) {
	y := openYard(t)
	family := desk.FamilyToInvoice{Household: y.householdOf(y.manon), Riders: []club.RiderID{y.manon}}
	_, err := y.InvoiceMany(ctx, y.req(), y.annual, desk.InvoiceMany{Families: []desk.FamilyToInvoice{family}})
	wantRefusal(t, err, club.CodeSlotChosen, "offer")
}

func TestManyInvoicesPrintIntoOneFileAndEachCopyIsRecorded(t *testing.T) {
	r := newRound(t, 30)
	issued := r.through(r.InvoiceMany(ctx, r.req(), r.membership, r.all())).Invoices
	_, err := r.PrintInvoice(ctx, r.req(), issued[2])
	r.must(err)
	req := r.req()
	work := r.through(r.PrintInvoices(ctx, req, issued))
	if work.Done != 30 || !work.Paper || !slices.Equal(work.Invoices, issued) {
		t.Fatalf("%+v", work)
	}
	pdf, err := r.WorkPaper(desk.As(ctx, r.owner), work.ID)
	r.must(err)
	text := textOf(t, pdf)
	for _, id := range issued {
		doc, err := r.Document(ctx, id)
		r.must(err)
		want := 1
		if id == issued[2] {
			want = 2
		}
		if doc.Copies != want || !strings.Contains(text, doc.Number) {
			t.Errorf("%s: %d copies", doc.Number, doc.Copies)
		}
	}
	r.must(r.CloseWork(desk.As(ctx, r.owner), work.ID))
	_, err = r.WorkPaper(desk.As(ctx, r.owner), work.ID)
	r.refuses(err, club.CodeWorkGone)
	again := r.through(r.PrintInvoices(ctx, req, issued)) // as after a restart
	if same, err := r.WorkPaper(desk.As(ctx, r.owner), again.ID); err != nil || textOf(t, same) != text {
		t.Errorf("under the same key other copies left: %v", err)
	}
	if n := r.rowsOf("prints"); n != 31 {
		t.Errorf("%d prints", n)
	}
	r.proved()
}

func TestAPrintThatIsStoppedHasTheFileOfWhatWasRecorded(t *testing.T) {
	r := newRound(t, 60)
	issued := r.through(r.InvoiceMany(ctx, r.req(), r.membership, r.all())).Invoices
	letGo := r.holdsWriting()
	work, err := r.PrintInvoices(ctx, r.req(), issued)
	r.must(err)
	_, err = r.StopWork(desk.As(ctx, r.owner), work.ID)
	r.must(err)
	letGo()
	work = r.through(work, nil)
	if printed := r.rowsOf("prints"); !work.Stopped || !work.Paper || printed == 0 || printed >= 60 || work.Done != int64(printed) || len(work.Invoices) != printed {
		t.Errorf("%d prints, %+v", printed, work)
	}
	r.proved()
}

func TestAWorkIsSeenAndStoppedByWhoBeganItAlone(t *testing.T) {
	r := newRound(t, 1)
	work := r.through(r.InvoiceMany(ctx, r.req(), r.membership, r.all()))
	other, err := r.SaveStaff(ctx, r.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	r.must(err)
	lea := desk.As(ctx, club.Actor{ID: other.ID, Name: other.Name, Role: club.Desk})
	works, err := r.Works(lea)
	r.must(err)
	if len(works) != 0 {
		t.Errorf("%+v", works)
	}
	_, err = r.StopWork(lea, work.ID)
	r.refuses(err, club.CodeWorkGone)
	coach := club.Actor{ID: 77, Name: "Coach", Role: club.Instructor}
	_, err = r.InvoiceMany(ctx, desk.Request{Actor: coach, Key: "coach-01"}, r.membership, r.all())
	r.refuses(err, club.CodeNotAllowed)
	_, err = r.PrintInvoices(ctx, desk.Request{Actor: coach, Key: "coach-02"}, []billing.InvoiceID{1})
	r.refuses(err, club.CodeNotAllowed)
	_, err = r.PrintInvoices(ctx, r.req(), []billing.InvoiceID{1, 999})
	r.refuses(err, club.CodeInvoiceNotFound)
	if n := r.rowsOf("prints"); n != 0 {
		t.Errorf("%d papers left", n)
	}
}

// The books are proved while the desk goes on: how far it is told, it ends when
// somebody stops it, and its result is what the command says.
func TestTheProofOfTheBooksIsAWorkThatIsFollowedAndStopped(t *testing.T) {
	r := newRound(t, 40)
	r.through(r.InvoiceMany(ctx, r.req(), r.membership, r.all()))
	req := r.req()
	work := r.through(r.VerifyBooks(ctx, req))
	said, err := r.Verify(ctx)
	r.must(err)
	if work.Proof == nil || !reflect.DeepEqual(*work.Proof, said) || !said.OK || work.Done != 100 || work.Total != 100 {
		t.Errorf("%+v, the command says %+v", work, said)
	}
	if again := r.through(r.VerifyBooks(ctx, req)); again.ID != work.ID {
		t.Errorf("a second click begins another: %d, %d", work.ID, again.ID)
	}
	last := 0
	_, err = desk.VerifyStepping(ctx, r.Desk, func(done, total int) error {
		if done < last || total != 100 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
		return nil
	})
	if r.must(err); last != 100 {
		t.Errorf("it ends at %d", last)
	}
	stopped := errors.New("stopped")
	for _, at := range []int{60, 70, 80, 100} { // a short chain is walked in one step
		_, err := desk.VerifyStepping(ctx, r.Desk, func(done, _ int) error {
			if done >= at {
				return stopped
			}
			return nil
		})
		if !errors.Is(err, stopped) {
			t.Fatalf("it goes on past %d: %v", at, err)
		}
	}
	_, err = r.VerifyBooks(ctx, desk.Request{Actor: club.Actor{ID: 77, Name: "Coach", Role: club.Instructor}, Key: "coach-01"})
	r.refuses(err, club.CodeNotAllowed)
}
