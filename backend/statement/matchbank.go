package statement

import (
	"maps"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
)

// slip finds the deposit slip whose cheques the bank credits: the same sum, from
// its day to three weeks later.
func (m *Matcher) slip(e Entry, p *Proposal) bool {
	for i, s := range m.book.Slips {
		if s.Cents != e.Cents || e.Date < s.Day || e.Date > s.Day.AddDays(21) {
			continue
		}
		m.book.Slips = slices.Delete(slices.Clone(m.book.Slips), i, i+1)
		p.Kind, p.Slip = IsSlip, s.ID
		p.say("slip", true, "slip", s.ID, "ofDay", string(s.Day))
		return true
	}
	return false
}

// outgoing finds the cheque that came back, by its number or by an amount that only
// one cheque has; or the transfer that is taken back, by who had made it and its very
// amount.
func (m *Matcher) outgoing(e Entry, p *Proposal) {
	if !e.Returned {
		p.say("outgoing", false)
		return
	}
	var numbered, alike, transfers []Cheque
	words := strings.FieldsFunc(e.Reference+" "+e.Text, func(r rune) bool { return r < '0' || r > '9' })
	for _, c := range m.book.Cheques {
		if c.Cents != -e.Cents {
			continue
		}
		if c.Transfer {
			if e.Reference != "" && compact(e.Reference) == compact(c.Reference) || e.IBAN != "" && e.IBAN == c.IBAN || PayerName(e.Name) != "" && PayerName(e.Name) == PayerName(c.Name) {
				transfers = append(transfers, c)
			}
			continue
		}
		alike = append(alike, c)
		number := strings.TrimLeft(c.Number, "0")
		if number != "" && slices.ContainsFunc(words, func(w string) bool { return strings.TrimLeft(w, "0") == number }) {
			numbered = append(numbered, c)
		}
	}
	switch {
	case len(numbered) == 1:
		p.say("cheque", true, "number", numbered[0].Number, "family", numbered[0].Family)
	case len(transfers) == 1:
		numbered = transfers
		p.say("transferBack", true, "family", numbered[0].Family)
	case len(alike) == 1:
		numbered = alike
		p.say("oneCheque", true, "family", alike[0].Family)
	default:
		p.say("returned", false)
		return
	}
	p.Kind, p.Cheque, p.Household, p.Family = Bounced, numbered[0].Payment, numbered[0].Household, numbered[0].Family
	p.say("reopens", false)
}

// What a line by which a provider, a terminal or an issuer pays out says of it.
var (
	providers = []string{"stripe", "mollie", "payzen", "systempay", "lyra", "paylink"}
	terminals = []string{"carte", "cartes", "cb", "tpe", "bancontact", "payconiq", "terminal", "worldline", "sumup", "zettle", "ccv", "card", "cards", "kaart", "kaarten"}
	issuers   = []string{"ancv", "vacances"}
)

// The most a provider keeps of a payout, for it to be proposed: so many hundredths of
// the whole and so much for each payment. What it truly kept is the difference.
const (
	mostFeePercent = 4
	mostFeeEach    = 50
)

// payout finds what families paid by links or cards that a line pays out: payments
// that follow each other and come to the line's amount and a fee; or the slip of
// vouchers that their issuer pays.
func (m *Matcher) payout(e Entry, p *Proposal) bool {
	words := club.Words(e.Name + " " + e.Text)
	says := func(list []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	if says(issuers) {
		return m.remitted(e, p)
	}
	cards := says(terminals)
	if !cards && !says(providers) {
		return false
	}
	var waiting []Receipt
	for _, r := range m.book.Receipts {
		if r.Card == cards && r.Slip == 0 && r.Day <= e.Date {
			waiting = append(waiting, r)
		}
	}
	from, to, fee := window(waiting, e.Cents)
	if to == 0 {
		return false
	}
	code := map[bool]string{true: "payoutCards", false: "payoutLinks"}[cards]
	m.paysOut(p, waiting[from:to])
	p.say(code, true, "n", to-from, "grossCents", int64(e.Cents+fee), "feeCents", int64(fee))
	return true
}

// remitted finds the slip of vouchers that their issuer pays: the oldest that comes to
// the line's amount and a fee.
func (m *Matcher) remitted(e Entry, p *Proposal) bool {
	slips := map[int64][]Receipt{}
	for _, r := range m.book.Receipts {
		if r.Slip != 0 && r.Day <= e.Date {
			slips[r.Slip] = append(slips[r.Slip], r)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(slips)) {
		sum := money.Cents(0)
		for _, r := range slips[id] {
			sum += r.Cents
		}
		if fee := sum - e.Cents; fee >= 0 && fee <= sum*mostFeePercent/100+mostFeeEach*money.Cents(len(slips[id])) {
			m.paysOut(p, slips[id])
			p.say("payoutVouchers", true, "slip", id, "grossCents", int64(sum), "feeCents", int64(fee))
			return true
		}
	}
	return false
}

func (m *Matcher) paysOut(p *Proposal, these []Receipt) {
	paid := map[billing.PaymentID]bool{}
	for _, r := range these {
		p.Payout, paid[r.Payment] = append(p.Payout, r.Payment), true
	}
	m.book.Receipts = slices.DeleteFunc(slices.Clone(m.book.Receipts), func(r Receipt) bool { return paid[r.Payment] })
	p.Kind = IsPayout
}

// window is which receipts that follow each other come to an amount and the least fee:
// from the first that waits, or else from the first of a day. to is 0 when none do.
func window(all []Receipt, cents money.Cents) (from, to int, fee money.Cents) {
	least := money.Cents(-1)
	for i := range all {
		if i > 0 && all[i].Day == all[i-1].Day {
			continue
		}
		var sum money.Cents
		for j := i; j < len(all); j++ {
			sum += all[j].Cents
			most := sum*mostFeePercent/100 + money.Cents(mostFeeEach*(j-i+1))
			if sum-most > cents && all[j].Cents > 0 {
				break
			}
			if kept := sum - cents; kept >= 0 && kept <= most && (least < 0 || kept < least) {
				from, to, least = i, j+1, kept
			}
		}
		if i == 0 && to > 0 { // from the first that waits
			break
		}
	}
	return from, to, max(least, 0)
}
