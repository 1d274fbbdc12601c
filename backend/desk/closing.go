package desk

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// CloseDay is how a day ends.
type CloseDay struct {
	Day     calendar.Day       `json:"day" format:"date"`
	Count   *CountTill         `json:"count,omitempty" doc:"What is in the drawer; without it the till was not counted"`
	Checked []billing.WayCents `json:"checked,omitempty" doc:"What somebody counted of other ways of paying"`

	ConfirmClock bool `json:"confirmClock,omitempty" doc:"The owner confirms a clock that stands months after all that was entered before"`
}

// Closed is a closing that was made.
type Closed struct {
	billing.Closing
	ID        int64     `json:"id"`
	Seq       int64     `json:"seq" doc:"Its entry in the journal"`
	Signature string    `json:"signature" doc:"Ed25519, hexadecimal, over its canonical JSON"`
	Key       string    `json:"keyId"`
	At        time.Time `json:"at"`
	Who       string    `json:"who"`
	Mail      *SealMail `json:"mail,omitempty" doc:"Where its seal goes; none without an address, and in training"`
}

// sealedClosing is a closing as the chain holds it.
type sealedClosing struct {
	Closing   billing.Closing `json:"closing"`
	Signature string          `json:"signature"`
	Key       string          `json:"keyId"`
}

var closingKinds = map[billing.ClosingKind]journal.Kind{
	billing.DayClosing: journal.DayClosed, billing.MonthClosing: journal.MonthClosed, billing.YearClosing: journal.YearClosed,
}

// CloseDay seals what a day brought and closes it: nothing enters it any more.
// The day may be over for hours. An earlier day on which something was entered is
// closed first; days between on which nothing was are closed with it, and told.
// The first closing of a club closes all that came before: see closeOlder.
func (d *Desk) CloseDay(ctx context.Context, req Request, in CloseDay) (Closed, error) {
	return write(ctx, d, req, "closeDay", in, func(tx *sqlite.Tx) (Closed, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Closed{}, err
		}
		if in.Count != nil {
			if err := mayClose(c, billing.DayClosing, in.Day); err != nil {
				return Closed{}, err
			}
			if err := countTill(tx, req.Actor, tillCounted, in.Day, *in.Count); err != nil {
				return Closed{}, err
			}
		}
		if err := checkAhead(tx, c, req.Actor, in); err != nil {
			return Closed{}, err
		}
		older, err := olderMonths(tx, c, in.Day)
		if err != nil {
			return Closed{}, err
		}
		if err := mayCloseOlder(tx, req.Actor, older); err != nil {
			return Closed{}, err
		}
		if err := d.closeOlder(tx, c, req.Actor, older); err != nil {
			return Closed{}, err
		}
		closing, err := d.closing(tx, c, billing.DayClosing, in.Day, len(older) > 0)
		if err != nil {
			return Closed{}, err
		}
		if closing.Checked, err = checkedWays(in.Checked); err != nil {
			return Closed{}, err
		}
		made, err := d.closeOpen(tx, c, req.Actor, closing)
		if err != nil {
			return made, err
		}
		made.Mail, err = d.mailSeal(tx, c, req.Actor, made)
		return made, err
	})
}

// mostQuiet is how many days a club may be without anything entered before a
// closing asks whether the clock is right: longer than a summer.
const mostQuiet = 92

// checkAhead refuses a closing months after all that was entered before, until the
// owner confirms the clock: one made under a clock that was set ahead would shut the
// books until that date, and nothing opens them.
func checkAhead(tx *sqlite.Tx, c clubNow, actor club.Actor, in CloseDay) error {
	if err := mayClose(c, billing.DayClosing, in.Day); err != nil {
		return err
	}
	through, err := tx.ClosedThrough()
	if err != nil {
		return err
	}
	last, err := tx.LastBusyDay(calendar.Period{First: through, Last: in.Day.AddDays(-1)})
	if err != nil {
		return err
	}
	if last = max(last, through); last == "" || last.DaysUntil(in.Day) <= mostQuiet {
		return nil
	}
	if !in.ConfirmClock {
		return club.Refuse(club.CodeClockAhead).On("day").With("lastDay", last).With("todayDay", c.today)
	}
	if err := allow(tx, actor, "confirmClock"); err != nil {
		return err
	}
	return tx.Seal(journal.ClockConfirmed, actor, "", map[string]any{"last": last, "today": c.today})
}

// checkedWays are the amounts that somebody counted, each way of paying once.
func checkedWays(in []billing.WayCents) ([]billing.WayCents, error) {
	checked := []billing.WayCents{}
	for _, counted := range in {
		known := counted.Way == billing.Cash || slices.Contains(countable, counted.Way)
		twice := slices.ContainsFunc(checked, func(c billing.WayCents) bool { return c.Way == counted.Way })
		if !known || twice || counted.Cents.Abs() > money.Max {
			return nil, club.Refuse(club.CodeInvalid).On("checked")
		}
		checked = append(checked, counted)
	}
	return checked, nil
}

// CloseSpan closes the month or the year of a day, once each of its days on
// which something was entered is closed.
func (d *Desk) CloseSpan(ctx context.Context, req Request, kind billing.ClosingKind, day calendar.Day) (Closed, error) {
	body := struct {
		Kind billing.ClosingKind
		Day  calendar.Day
	}{kind, day}
	return write(ctx, d, req, "closeSpan", body, func(tx *sqlite.Tx) (Closed, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Closed{}, err
		}
		if kind != billing.MonthClosing && kind != billing.YearClosing {
			return Closed{}, club.Refuse(club.CodeInvalid).On("kind")
		}
		closing, err := d.closing(tx, c, kind, day, false)
		if err != nil {
			return Closed{}, err
		}
		if through, err := tx.ClosedThrough(); err != nil || closing.Day == c.today && through < c.today {
			if err != nil {
				return Closed{}, err
			}
			return Closed{}, club.Refuse(club.CodeDaysOpen).On("day").With("ofDay", string(c.today)) // today goes on until it is closed itself
		}
		made, err := d.close(tx, c, req.Actor, closing)
		if err != nil {
			return made, err
		}
		made.Mail, err = d.mailSeal(tx, c, req.Actor, made)
		return made, err
	})
}

// span is the days a closing closes.
func (c clubNow) span(kind billing.ClosingKind, day calendar.Day) calendar.Period {
	return kind.Span(day, c.Policy.YearBegins())
}

func mayClose(c clubNow, kind billing.ClosingKind, day calendar.Day) error {
	if _, err := calendar.ParseDay(string(day)); err != nil {
		return club.Refuse(club.CodeBadDay).On("day")
	}
	if last := c.span(kind, day).Last; last > c.today {
		return club.Refuse(club.CodeDayToCome).On("day").With("ofDay", string(last))
	}
	return nil
}

// closing works out what a closing says, or why it cannot be made. That of a day takes
// busy days before it along where nothing was ever closed, or where catchUp says so.
func (d *Desk) closing(tx *sqlite.Tx, c clubNow, kind billing.ClosingKind, day calendar.Day, catchUp bool) (billing.Closing, error) {
	if err := mayClose(c, kind, day); err != nil {
		return billing.Closing{}, err
	}
	before, err := lastClosing(tx, kind)
	if err != nil {
		return billing.Closing{}, err
	}
	closing := billing.Closing{
		Kind: kind, N: before.N + 1, Day: c.span(kind, day).Last, Checked: []billing.WayCents{},
		Club: c.Identity.Name, Company: firstOf(c.Identity.SIREN, c.Identity.VATNumber), Program: d.version, Training: c.training,
	}
	if kind == billing.DayClosing {
		err = fillDay(tx, &closing, catchUp)
	} else {
		err = fillSpan(tx, c, &closing, before.Closing, c.span(kind, day))
	}
	closing.Perpetual = before.Perpetual.Plus(closing.Period)
	return closing, err
}

// close signs a closing, seals it and writes it.
func (d *Desk) close(tx *sqlite.Tx, c clubNow, actor club.Actor, closing billing.Closing) (Closed, error) {
	id, key, err := d.signer(tx, actor)
	if err != nil {
		return Closed{}, err
	}
	if err := c.fillEntries(tx, &closing); err != nil {
		return Closed{}, err
	}
	return closed(tx, actor, closing, id, key)
}

// closed writes a closing that names its entries, signed by a key.
func closed(tx *sqlite.Tx, actor club.Actor, closing billing.Closing, id string, key ed25519.PrivateKey) (Closed, error) {
	body, err := journal.Canonical(closing)
	if err != nil {
		return Closed{}, err
	}
	signature := hex.EncodeToString(ed25519.Sign(key, []byte(body)))
	seq, err := tx.SealAt(closingKinds[closing.Kind], actor, closingText(closing.Kind, closing.Day), sealedClosing{closing, signature, id})
	if err != nil {
		return Closed{}, err
	}
	row := sqlite.Closing{Kind: closing.Kind, N: closing.N, From: closing.From, Day: closing.Day, Seq: seq, Body: body, Signature: signature, Key: id}
	made := Closed{Closing: closing, Seq: seq, Signature: signature, Key: id, At: tx.Now, Who: actor.Name}
	made.ID, err = tx.InsertClosing(row, actor)
	return made, err
}

// closingText names a closing in the journal, as cash registers call it, in no
// language: Z-2026-10-07 of a day, Z-2026-10 of a month, Z-2026 of a calendar year,
// ZA-2026-08-31 of a year that ends elsewhere.
func closingText(kind billing.ClosingKind, day calendar.Day) string {
	if kind == billing.YearClosing && (day.Month() != time.December || day.DayOfMonth() != 31) {
		return "ZA-" + string(day)
	}
	parts := map[billing.ClosingKind]int{billing.DayClosing: 3, billing.MonthClosing: 2, billing.YearClosing: 1}[kind]
	return "Z-" + strings.Join(strings.SplitN(string(day), "-", 3)[:parts], "-")
}

// Closings lists the closings of a period by the last day they close, the latest
// made first.
func (d *Desk) Closings() List[Closed] {
	return listed(d, "closings", "books.closings", closingColumns, func(tx *sqlite.Tx, _ listing, q ListQuery) ([]Closed, error) {
		from, to := q.period()
		rows, err := tx.Closings(calendar.Period{First: from, Last: to})
		made := make([]Closed, len(rows))
		for i, row := range slices.Backward(rows) {
			if made[len(rows)-1-i], err = opened(row); err != nil {
				return nil, err
			}
		}
		return made, err
	})
}

var closingColumns = []column[Closed]{
	{"closing.what", exchange.Text, func(l listing, c Closed) any { return l.say("closing.kind."+string(c.Kind), nil) }},
	{"books.n", exchange.Int, func(_ listing, c Closed) any { return c.N }},
	{"closing.lastDay", exchange.Day, func(_ listing, c Closed) any { return c.Day }},
	{"closing.col.issued", exchange.Cents, func(_ listing, c Closed) any { return c.Period.Issued.Gross }},
	{"closing.received", exchange.Cents, func(_ listing, c Closed) any { return c.Period.Received.Cents }},
	{"closing.perpetual", exchange.Cents, func(_ listing, c Closed) any { return c.Perpetual.Received.Cents }},
	{"closing.col.seal", exchange.Text, func(_ listing, c Closed) any { return c.Signature[:min(8, len(c.Signature))] }},
	{"list.by", exchange.Text, func(_ listing, c Closed) any { return c.Who }},
}

// opened reads a closing that was made.
func opened(row sqlite.Closing) (Closed, error) {
	made := Closed{ID: row.ID, Seq: row.Seq, Signature: row.Signature, Key: row.Key, Who: row.Who}
	made.At, _ = time.Parse(time.RFC3339, row.At)
	return made, json.Unmarshal([]byte(row.Body), &made.Closing)
}
