package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// house is a club on a real data folder, with a clock the test sets.
type house struct {
	*desk.Desk
	t      testing.TB
	dir    string
	owner  club.Actor
	clock  *clock
	keys   atomic.Int64 // idempotency keys handed out
	oneKey string       // of every request, when not empty
}

var ctx = context.Background()

// A property here opens a club for each check and proves its books: forty checks
// in `make test`, and as many as -rapid.checks says in `make torture`.
func TestMain(m *testing.M) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "rapid.checks" })
	if !said {
		if err := flag.Set("rapid.checks", "40"); err != nil {
			panic(err)
		}
	}
	// Tests are many small clubs: what they leave is cleared away less often.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(m.Run())
}

// clock stands still until a test moves it.
type clock struct {
	mutex sync.Mutex
	at    time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

func (c *clock) put(at time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = at
}

// set moves the clock to a moment in UTC: "2026-10-07 12:00".
func (c *clock) set(t testing.TB, moment string) {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", moment)
	if err != nil {
		t.Fatal(err)
	}
	c.put(at)
}

// firstRun is a French club that charges VAT and has the starter catalogue; its
// numbers are the published examples of the check digits.
func firstRun() desk.FirstRun {
	return desk.FirstRun{
		Owner: "Laure Caron",
		Identity: club.Identity{
			Name: "Écuries de Vaubrun", Tagline: "Centre équestre et poney-club", LegalForm: "EARL au capital de 8 000 €",
			Registry: "RCS Vaubrun", Street: "12 chemin du Moulin", PostalCode: "26999", Town: "Vaubrun", Country: "FR",
			Phone: "04 75 00 00 00", Email: "bonjour@vaubrun.example", SIREN: "732829320", VATNumber: "FR44732829320",
			IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP", Language: locale.French, Zone: "Europe/Paris",
		},
		Season:  calendar.Season{Name: "2026–2027", First: "2026-09-01", Last: "2027-08-31"},
		VAT:     true,
		Link:    "https://pay.example/?amount={amount}&ref={reference}&lang={language}",
		Starter: true,
	}
}

// openClub opens a French club on Wednesday 7 October 2026 at noon in Paris.
func openClub(t testing.TB) *house {
	t.Helper()
	return openClubAs(t, firstRun())
}

// openClubAs opens a club of the test's own making.
func openClubAs(t testing.TB, in desk.FirstRun) *house {
	t.Helper()
	return emptyHouse(t).begun(in)
}

// begun makes the club.
func (h *house) begun(in desk.FirstRun) *house {
	h.t.Helper()
	session, err := h.OpenClub(ctx, desk.Request{}, in)
	h.must(err)
	h.owner = session.Person
	h.t.Cleanup(func() { // whatever a test did says how it is undone or why not
		actions, _ := h.Actions(ctx, h.owner) // of data that were damaged none are read
		for _, action := range actions {
			if action.Lasting == club.CodeLasting {
				h.t.Errorf("%s says neither how it is undone nor why not", action.Verb)
			}
		}
	})
	return h
}

// inMemory opens a club as openClubAs does, where the system has a disk of memory on
// that: what proves rules over thousands of actions waits for no disk. What proves
// that nothing is lost never uses it.
func inMemory(t testing.TB, in desk.FirstRun) *house {
	t.Helper()
	const memory = "/dev/shm"
	dir, err := os.MkdirTemp(memory, "paddock-")
	if err != nil {
		return openClubAs(t, in)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return emptyHouseIn(t, dir).begun(in)
}

// emptyHouse opens a data folder that holds no club yet.
func emptyHouse(t testing.TB) *house {
	t.Helper()
	return emptyHouseIn(t, t.TempDir())
}

// emptyHouseIn is emptyHouse in a folder of its own.
func emptyHouseIn(t testing.TB, dir string) *house {
	t.Helper()
	h := &house{t: t, dir: dir, clock: &clock{}}
	h.clock.set(t, "2026-10-07 10:00")
	for name, content := range opened() {
		h.must(os.WriteFile(filepath.Join(h.dir, name), content, 0o600))
	}
	h.open()
	return h
}

// opened is what a data folder holds once it was opened. The migrations are nine
// tenths of what opening an empty one takes, and the tests open a thousand.
var opened = sync.OnceValue(func() map[string][]byte {
	dir, err := os.MkdirTemp("", "paddock-opened-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	once, err := desk.Open(ctx, desk.Options{Dir: dir})
	if err == nil {
		err = once.Close()
	}
	files, globErr := filepath.Glob(filepath.Join(dir, "*"))
	err = errors.Join(err, globErr)
	folder := map[string][]byte{}
	for _, file := range files {
		content, readErr := os.ReadFile(file)
		folder[filepath.Base(file)], err = content, errors.Join(err, readErr)
	}
	if err != nil {
		panic(err)
	}
	return folder
})

// open opens the data folder; a test closes it before it opens it again.
func (h *house) open() {
	h.t.Helper()
	opened, err := desk.Open(ctx, h.options())
	h.must(err)
	h.Desk = opened
	h.t.Cleanup(func() { opened.Close() })
}

func (h *house) options() desk.Options {
	return desk.Options{Dir: h.dir, Now: h.clock.now, Version: "test", Keys: desk.FileKeys(filepath.Join(h.dir, "keys"))}
}

// req is a request of the owner under a new idempotency key, or the one that is given
// for a while.
func (h *house) req() desk.Request {
	if h.oneKey != "" {
		return desk.Request{Actor: h.owner, Key: h.oneKey}
	}
	return desk.Request{Actor: h.owner, Key: fmt.Sprintf("test-key-%04d", h.keys.Add(1))}
}

// wait lets time pass.
func (h *house) wait(d time.Duration) { h.clock.put(h.clock.now().Add(d)) }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) refuses(err error, code club.Code) {
	h.t.Helper()
	if !errors.Is(err, club.Refuse(code)) {
		h.t.Errorf("want %s, got %v", code, err)
	}
}

// proved fails the test when verify finds anything.
func (h *house) proved() {
	h.t.Helper()
	proof, err := h.Verify(ctx)
	h.must(err)
	if !proof.OK {
		h.t.Errorf("verify: %+v", proof.First)
	}
}

// join makes a household with a complete address and riders of these first
// names, all born on 2 May 2014.
func (h *house) join(name string, riders ...string) desk.HouseholdView {
	h.t.Helper()
	view, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: household(name, riders...)})
	h.must(err)
	return view
}

// household is what join saves.
func household(name string, riders ...string) club.Household {
	home := club.Household{
		Kind: "family", Name: name, Language: locale.French, Email: "famille@" + slug(name) + ".example",
		Contacts:  []club.Contact{{Civility: "Mme", Surname: name, FirstName: "Sophie", Pays: true}},
		Addresses: []club.Address{{Street: "8 rue des Tanneurs", PostalCode: "26999", Town: "Vaubrun", Country: "FR", Default: true}},
	}
	for _, first := range riders {
		home.Riders = append(home.Riders, club.Rider{
			Civility: "Mme", Sex: "F", Surname: name, FirstName: first, BirthDate: "2014-05-02",
		})
	}
	return home
}

// slug is a name as part of a domain.
func slug(name string) string {
	text := ""
	for _, word := range club.Words(name) {
		text += word
	}
	return text
}

// wantRefusal fails unless err is this refusal about this field.
func wantRefusal(t *testing.T, err error, code club.Code, field string) *club.Error {
	t.Helper()
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Field != field {
		t.Fatalf("got %v, want the refusal %s on %q", err, code, field)
	}
	if !locale.Has("error." + string(code)) {
		t.Errorf("error.%s has no text", code)
	}
	return refusal
}

// goods puts a thing on sale at 20 %.
func (h *house) goods(name string, price money.Cents) catalogue.OfferID {
	h.t.Helper()
	return h.sells(catalogue.Offer{Kind: catalogue.Goods, Name: name, Price: price, Parts: []catalogue.Part{{VAT: "standard", Cents: price}}})
}

// sells puts an offer on sale; all of it is due now unless it says otherwise.
func (h *house) sells(o catalogue.Offer) catalogue.OfferID {
	h.t.Helper()
	if o.Deposit.Kind == "" {
		o.Deposit.Kind = catalogue.DepositAll
	}
	saved, err := h.SaveOffer(ctx, h.req(), o)
	h.must(err)
	return saved.ID
}

// sellTo issues one invoice of an offer to a household, paid by the tenders and
// the rest on account; the conditions of sale are accepted.
func (h *house) sellTo(household club.HouseholdID, offer catalogue.OfferID, tenders ...billing.Tender) desk.Sale {
	h.t.Helper()
	cart, err := h.OpenCart(ctx, h.req(), household)
	h.must(err)
	cart, err = h.AddLine(ctx, h.req(), cart.ID, desk.AddLine{Offer: offer, Quantity: 1})
	h.must(err)
	sale, err := h.Checkout(ctx, h.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders, OnAccount: true})
	h.must(err)
	return sale
}

// ask reads the data with nothing but SQLite, as an inspector would.
func (h *house) ask(query string, visit func(*sql.Rows) error) {
	h.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, sqlite.File)+"?mode=ro")
	h.must(err)
	defer db.Close()
	rows, err := db.Query(query)
	h.must(err)
	defer rows.Close()
	for rows.Next() {
		h.must(visit(rows))
	}
	h.must(rows.Err())
}

// journal visits the chain.
func (h *house) journal(visit func(kind, line string)) {
	h.t.Helper()
	h.ask("SELECT kind, line FROM journal ORDER BY seq", func(row *sql.Rows) error {
		var kind, line string
		err := row.Scan(&kind, &line)
		visit(kind, line)
		return err
	})
}

// holdsWriting keeps every write of the desk waiting until letGo is called, so
// that a test meets work that is still being done.
func (h *house) holdsWriting() (letGo func()) {
	h.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, sqlite.File)+"?_txlock=immediate")
	h.must(err)
	tx, err := db.Begin()
	h.must(err)
	return func() {
		h.t.Helper()
		h.must(tx.Rollback())
		h.must(db.Close())
	}
}

// behindItsBack runs SQL on the closed data as somebody with sqlite3 would.
func (h *house) behindItsBack(statements ...string) {
	h.t.Helper()
	h.must(h.Close())
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, sqlite.File))
	h.must(err)
	for _, statement := range statements {
		_, err := db.Exec(statement)
		h.must(err)
	}
	h.must(db.Close())
	h.open()
}
