package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Today is what the day brought and what waits for somebody.
type Today struct {
	Day       calendar.Day         `json:"day"`
	Received  money.Cents          `json:"receivedCents"`
	Payments  int                  `json:"payments"`
	ByWay     []sqlite.WayTotal    `json:"byWay" nullable:"false"`
	Issued    money.Cents          `json:"issuedCents" doc:"Less the credit notes of the day"`
	Invoices  int                  `json:"invoices"`
	Late      money.Cents          `json:"lateCents"`
	LateCount int                  `json:"lateCount"`
	LateOld   money.Cents          `json:"lateOldCents" doc:"The part of it that is more than 30 days late"`
	Open      money.Cents          `json:"openCents" doc:"To receive and not late"`
	OpenCount int                  `json:"openCount"`
	Week      []sqlite.DayTotal    `json:"week" nullable:"false" doc:"Received on each of the last seven days, the oldest first"`
	Sales     []sqlite.DocumentRow `json:"sales" nullable:"false" doc:"Documents of the day, the latest first"`
	LateRows  []sqlite.DocumentRow `json:"lateInvoices" nullable:"false" doc:"The latest first to be called"`
	Carts     []CartView           `json:"carts" nullable:"false" doc:"Carts whose hour still runs"`
	Abandoned []AbandonedCart      `json:"abandoned" nullable:"false" doc:"Carts whose hour ran out, the latest first; never among the promised"`
	Files     FilesToDo            `json:"files" doc:"Files of riders of this season that somebody must look after"`
	Released  []sqlite.HeldLink    `json:"released" nullable:"false" doc:"Payment links that waited for a file and were given out today, the latest first"`
	Promised  []sqlite.Promised    `json:"promised" nullable:"false" doc:"Money that was promised and has not come, the earliest day first; never among the carts"`
	Answers   Answers              `json:"answers" doc:"Families whose place in the season to come is kept, and who have still to say"`
	Kept      []CartView           `json:"kept" nullable:"false" doc:"Carts whose payment is promised or whose file is awaited; never among the carts"`
	Bounced   []sqlite.Bounced     `json:"bounced" nullable:"false" doc:"Cheques the bank refused that nothing made good yet, the latest first"`
	Held      []sqlite.HeldMoney   `json:"held" nullable:"false" doc:"Cash and cheques that somebody of the club holds, by holder"`
	Aids      []sqlite.AidRow      `json:"aids" nullable:"false" doc:"That wait for their payer, or of which it is owed something back, by payer"`
	Lacking   []Lacking            `json:"lacking" nullable:"false" doc:"Households that lack what a household needs, by name"`

	LowStock []LowStock `json:"lowStock" nullable:"false" doc:"Goods of which no more is left than their limit"`

	SmallGroups []sqlite.SmallGroup `json:"smallGroups" nullable:"false" doc:"Lessons of the days to come that fewer ride in than their minimum"`

	EndingVouchers []sqlite.EndingVoucher `json:"endingVouchers" nullable:"false" doc:"That nobody used and that end within a week, the first to expire first"`

	Mails   int                     `json:"mails" doc:"Mails that were refused or perhaps left: a person decides"`
	Failing []sqlite.FailingAddress `json:"failing" nullable:"false" doc:"Addresses of families that gave a mail back, the latest first"`
	ToTell  ToTellCount             `json:"toTell" doc:"Families that are to be told of a lesson to come"`

	Care []CareDue `json:"care" nullable:"false" doc:"What horses need within a week, or should have had, the earliest first"`

	Undeferred bool `json:"undeferred" doc:"What an older Paddock sold could not be deferred in the books: verify says why, the next start tries again"`

	Check TodayCheck `json:"check" doc:"The last daily check"`

	ToRemind ToRemindCount `json:"toRemind" doc:"Late invoices whose reminder's day has come"`

	LinkPayments []sqlite.LinkPayment `json:"linkPayments" nullable:"false" doc:"Money that came by payment links otherwise than it was asked, or is given back since, the earliest first"`

	Cheques ChequesDue `json:"cheques" doc:"In hand, that may go to the bank"`

	Closings []ClosingDue `json:"closings" nullable:"false" doc:"Closings that wait: a day that is over, a month, a year"`

	Unprinted []sqlite.Unprinted `json:"unprinted" nullable:"false" doc:"Papers that a printer refused or that were lost on their way, the latest first"`

	SellerLacks club.Names `json:"sellerLacks" nullable:"false" doc:"What the law asks of the club on its invoices and the settings do not say yet"`
}

// Answers are what re-enrolment waits for.
type Answers struct {
	Families int          `json:"families"`
	Until    calendar.Day `json:"untilDay,omitempty" doc:"The last day of the first of them"`
}

// Lacking is a household and what it lacks.
type Lacking struct {
	Household club.HouseholdID `json:"household"`
	Name      string           `json:"name"`
	Missing   []string         `json:"missing" nullable:"false" doc:"street, email, mobile …; texts missing.*"`
}

// Today tells the owner's figures of the day.
func (d *Desk) Today(ctx context.Context) (Today, error) {
	return read(ctx, d, "today", func(tx *sqlite.Tx) (Today, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Today{}, err
		}
		t := Today{Day: c.today, SellerLacks: sellerLacks(c)}
		if t.ByWay, err = tx.ReceivedByWay(c.today); err != nil {
			return t, err
		}
		for _, w := range t.ByWay {
			t.Received += w.Cents
			t.Payments += w.Count
		}
		if t.Week, err = tx.ReceivedByDay(c.today.AddDays(-6), c.today); err != nil {
			return t, err
		}
		sales, counts, err := tx.Documents(sqlite.DocumentFilter{Show: "issued", From: c.today, To: c.today, Today: c.today})
		if err != nil {
			return t, err
		}
		for _, s := range sales {
			t.Issued += s.Total
			if s.Kind == billing.Invoice {
				t.Invoices++
			}
		}
		t.Late, t.LateCount = counts.LateCents, counts.Late
		t.Open, t.OpenCount = counts.OpenCents, counts.Open-counts.Late
		late, _, err := tx.Documents(sqlite.DocumentFilter{Show: "open", Today: c.today, Limit: min(counts.Late, 20)})
		if err != nil {
			return t, err
		}
		if counts.Late == 0 {
			late = []sqlite.DocumentRow{}
		}
		t.Sales, t.LateRows = withState(sales, c.today), withState(late, c.today)
		if t.LateOld, err = tx.LateBefore(c.today.AddDays(-30)); err != nil {
			return t, err
		}
		files, err := filesToDo(tx, c)
		if err != nil {
			return t, err
		}
		t.Files = files.counted()
		if t.Released, err = tx.ReleasedLinks(c.midnight(c.today)); err != nil {
			return t, err
		}
		if t.LinkPayments, err = tx.LinkPaymentsToCheck(); err != nil {
			return t, err
		}
		if t.Promised, err = tx.Promised(); err != nil {
			return t, err
		}
		if t.Kept, err = waitingCarts(tx, c, cartsShown, promised...); err != nil {
			return t, err
		}
		if t.Carts, t.Abandoned, err = unpaidCarts(tx, c); err != nil {
			return t, err
		}
		answers, err := tx.ReenrolmentCarts()
		if err != nil {
			return t, err
		}
		if t.Answers.Families = len(answers); len(answers) > 0 {
			t.Answers.Until = c.lastDay(answers[0].ExpiresAt)
		}
		if t.Held, err = tx.HeldMoney(); err != nil {
			return t, err
		}
		if t.Aids, err = tx.OpenAids(); err != nil {
			return t, err
		}
		if t.Bounced, err = tx.Bounced(0); err != nil {
			return t, err
		}
		if t.LowStock, err = lowStock(tx); err != nil {
			return t, err
		}
		if t.SmallGroups, err = smallGroups(tx, c); err != nil {
			return t, err
		}
		if t.EndingVouchers, err = tx.EndingVouchers(c.today, c.today.AddDays(voucherEnds)); err != nil {
			return t, err
		}
		if t.Failing, err = tx.FailingAddresses(0); err != nil {
			return t, err
		}
		if t.Mails, err = tx.MailsToDecide(); err != nil {
			return t, err
		}
		if t.ToTell, err = toTell(tx, c); err != nil {
			return t, err
		}
		if t.Care, err = careDue(tx, c.today); err != nil {
			return t, err
		}
		if t.Undeferred, err = tx.Undeferred(); err != nil {
			return t, err
		}
		if t.Check.DailyCheck, err = tx.DailyCheck(); err != nil {
			return t, err
		}
		t.Check.Failing = d.uncheckable.Load()
		if t.ToRemind, err = toRemindNow(tx, c); err != nil {
			return t, err
		}
		if t.Cheques, err = chequesDue(tx, c.today); err != nil {
			return t, err
		}
		if t.Closings, err = closingsDue(tx, c); err != nil {
			return t, err
		}
		if t.Unprinted, err = d.unprinted(tx); err != nil {
			return t, err
		}
		t.Lacking, err = lacking(tx)
		return t, err
	})
}

// lacking lists households that lack what PRODUCT section 2 requires of them.
func lacking(tx *sqlite.Tx) ([]Lacking, error) {
	ids, err := tx.IncompleteHouseholds()
	list := make([]Lacking, 0, len(ids))
	for _, id := range ids {
		h, err := tx.Household(id)
		if err != nil {
			return nil, err
		}
		list = append(list, Lacking{Household: id, Name: h.Name, Missing: missingOf(h)})
	}
	return list, err
}

// withState tells the state of listed documents on a day.
func withState(rows []sqlite.DocumentRow, today calendar.Day) []sqlite.DocumentRow {
	for i := range rows {
		r := &rows[i]
		r.State = billing.StateOf(r.Kind, r.Total, r.Settled, r.Credited, r.Covered, r.NextDue, today).Lost(r.Written)
		if r.State == billing.StateOverdue {
			r.LateDays = r.NextDue.DaysUntil(today)
		}
	}
	return rows
}

// PaymentView is a payment with what became of it.
type PaymentView struct {
	PaymentRow
	Gone    money.Cents `json:"goneCents" doc:"How much of it went back: bounced, or paid out again"`
	Bounced bool        `json:"bounced" doc:"The bank took it back"`
	Holder  string      `json:"holder" doc:"Who of the club still holds it; empty once it is brought in"`
	AtBank  int64       `json:"atBank" doc:"Cheque: the deposit slip it is at the bank with; 0 while it is in hand"`
}

// Payment shows a payment, what it settles and what of it went back.
func (d *Desk) Payment(ctx context.Context, id billing.PaymentID) (PaymentView, error) {
	return read(ctx, d, "payment", func(tx *sqlite.Tx) (PaymentView, error) { return viewPayment(tx, id) })
}

func viewPayment(tx *sqlite.Tx, id billing.PaymentID) (view PaymentView, err error) {
	if view.Payment, err = tx.Payment(id); err != nil {
		return view, refused(err, club.CodePaymentNotFound)
	}
	names, err := tx.HouseholdNames()
	if err != nil {
		return view, err
	}
	view.Family = names[view.Household]
	if view.Holder, err = tx.HolderOf(id); err != nil {
		return view, err
	}
	if view.AtBank, err = tx.SlipOf(id); err != nil {
		return view, err
	}
	if view.Bounced, err = tx.HasBounced(id); err != nil {
		return view, err
	}
	view.Gone, err = tx.Withdrawn(id)
	return view, err
}

// PaymentRow is a payment in a list, with whose it is.
type PaymentRow struct {
	billing.Payment
	Family string `json:"family" doc:"Empty for a sale without a client"`
}

// paymentsIn are the payments of a query's period, the oldest first.
func paymentsIn(tx *sqlite.Tx, q ListQuery) ([]PaymentRow, error) {
	payments, err := tx.Payments(q.period())
	if err != nil {
		return nil, err
	}
	payments = slices.DeleteFunc(payments, func(p billing.Payment) bool { return p.Way == billing.WrittenOff }) // no money
	names, err := tx.HouseholdNames()
	rows := make([]PaymentRow, len(payments))
	for i, p := range payments {
		rows[i] = PaymentRow{Payment: p, Family: names[p.Household]}
	}
	return rows, err
}

// Entries lists accounting postings of a period.
func (d *Desk) Entries(ctx context.Context, from, to calendar.Day) ([]sqlite.EntryRow, error) {
	return read(ctx, d, "entries", func(tx *sqlite.Tx) ([]sqlite.EntryRow, error) { return tx.Entries(from, to) })
}

// Cards lists cards, of one household or of all when it is 0.
func (d *Desk) Cards(ctx context.Context, household club.HouseholdID) ([]sqlite.Card, error) {
	return read(ctx, d, "cards", func(tx *sqlite.Tx) ([]sqlite.Card, error) { return tx.Cards(household) })
}
