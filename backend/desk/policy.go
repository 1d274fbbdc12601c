package desk

import (
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/payment"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// checkPolicy cleans the club's rules and refuses figures nobody can mean.
func checkPolicy(in club.Policy) (club.Policy, error) {
	f := form{at: "policy."}
	f.figure("termDays", int64(in.TermDays), 0, 365)
	f.figure("promiseDays", int64(in.PromiseDays), 0, 365)
	f.figure("cartMinutes", int64(in.CartMinutes), 1, 24*60)
	f.figure("cartMaxMinutes", int64(in.CartMaxMinutes), int64(in.CartMinutes), 7*24*60)
	f.figure("cardMonths", int64(in.CardMonths), 1, 120)
	f.figure("noteFromCents", int64(in.NoteFromCents), 0, int64(money.Max))
	f.figure("deskCreditCents", int64(in.DeskCreditCents), 0, int64(money.Max))
	f.limits(calendar.OwnLimits{CutOffMinutes: &in.CutOffMinutes, VoucherHours: &in.VoucherHours, VoucherMonths: &in.VoucherMonths, VouchersASeason: &in.VouchersASeason})
	f.figure("smallGroupDays", int64(in.SmallGroupDays), 0, 60)
	f.oneOf("voucherPeriod", in.VoucherPeriod, club.VouchersBySeason, club.VouchersByYear)
	f.figure("waitingHours", int64(in.WaitingHours), 1, 14*24)
	f.oneOf("horseHabit", in.HorseHabit, string(planning.NoCare), string(planning.Repeat), string(planning.Vary))
	f.figure("yearMonth", int64(in.YearMonth), 0, 12)
	f.figure("lockMinutes", int64(in.LockMinutes), 1, 24*60)
	in.NumberForm, in.CreditForm = clean(in.NumberForm), clean(in.CreditForm)
	f.fail(on(f.at+"numberForm", billing.CheckForm(in.NumberForm, exampleForm)))
	if !billing.OwnForm(in.NumberForm) {
		f.fail(club.Refuse(club.CodeNumberForm).On(f.at+"numberForm").With("example", exampleForm))
	}
	if in.OwnCreditSeries {
		f.fail(on(f.at+"creditForm", billing.CheckForm(in.CreditForm, exampleCreditForm)))
		if !billing.Apart(in.CreditForm, in.NumberForm) || !billing.OwnForm(in.CreditForm) {
			f.fail(club.Refuse(club.CodeNumberForm).On(f.at+"creditForm").With("example", exampleCreditForm))
		}
	}
	for _, kind := range in.FileBeforeLink {
		f.oneOf("fileBeforeLink", kind, offerKinds...)
	}
	in.FileBeforeLink = slices.Compact(slices.Sorted(slices.Values(in.FileBeforeLink)))
	if in.FileBeforeLink == nil {
		in.FileBeforeLink = []string{}
	}
	f.line("mediator", &in.Mediator)
	f.line("till", &in.Till)
	f.limit("till", in.Till, 10) // as on a receipt
	f.notes("paperNote", &in.PaperNote)
	aids := []string{}
	for _, name := range in.AidNames {
		if name = clean(name); name == "" {
			continue
		}
		if fits := document.BoxLetters(name); fits < utf8.RuneCountInString(name) {
			f.fail(club.Refuse(club.CodeBoxLong).On(f.at+"aidNames").With("name", name).With("max", fits))
		}
		aids = append(aids, name)
	}
	if most := document.MostBoxes - mostWays; len(aids) > most {
		f.fail(club.Refuse(club.CodeTooMany).On(f.at+"aidNames").With("max", most))
	}
	in.AidNames = aids
	f.oneOf("linkProvider", in.LinkProvider, "", "stripe", "mollie", "systempay", "payzen")
	if f.line("linkShop", &in.LinkShop); in.LinkShop == "" && hasShops(in.LinkProvider) {
		f.refuse(club.CodeRequired, "linkShop")
	}
	if in.LinkTemplate = clean(in.LinkTemplate); in.LinkTemplate != "" {
		f.fail(on(f.at+"linkTemplate", checkLink(payment.Template(in.LinkTemplate))))
	}
	return in, f.err
}

// limits refuses figures of the club, or of a season, that nobody can mean.
func (f *form) limits(in calendar.OwnLimits) {
	for _, limit := range []struct {
		field       string
		value       *int
		least, most int64
	}{
		{"cutOffMinutes", in.CutOffMinutes, 0, 24*60 - 1}, {"voucherHours", in.VoucherHours, 0, 14 * 24},
		{"voucherMonths", in.VoucherMonths, 1, 24}, {"vouchersASeason", in.VouchersASeason, 0, 400},
	} {
		if limit.value != nil {
			f.figure(limit.field, int64(*limit.value), limit.least, limit.most)
		}
	}
}

// What a number's form looks like.
const (
	exampleForm       = "F{year}-{n:4}"
	exampleCreditForm = "A{year}-{n:4}"
)

// mostWays is how many boxes of the payment slip the ways of paying take, in the
// country that has the most: a club may move.
var mostWays = max(len(boxWays(billing.WaysAt("FR"))), len(boxWays(billing.WaysAt("BE"))))

// checkLink refuses an address whose longest link would have no printed code:
// families pay by scanning it.
func checkLink(template payment.Template) error {
	longest, err := template.Longest()
	if err == nil && len(longest) > document.MostCodeBytes {
		err = club.Refuse(club.CodeLinkLong).With("n", len(longest)).With("max", document.MostCodeBytes)
	}
	return err
}

// checkNumbers refuses a form that would give a document of this year or later a
// number that another one already has, by a form the club had before.
func checkNumbers(tx *sqlite.Tx, c clubNow, in club.Policy) error {
	issued, err := tx.Numbers()
	if err != nil {
		return err
	}
	if err := c.checkFormAgainst(issued, invoiceSeries, in.NumberForm, exampleForm); err != nil || !in.OwnCreditSeries {
		return on("policy.numberForm", err)
	}
	return on("policy.creditForm", c.checkFormAgainst(issued, creditSeries, in.CreditForm, exampleCreditForm))
}

func (c clubNow) checkFormAgainst(issued []sqlite.Number, series, form, example string) error {
	last := map[int]int{} // n of the last document by year
	for _, number := range issued {
		if number.Series == series {
			last[number.Year] = max(last[number.Year], number.N)
		}
	}
	for _, number := range issued {
		year, n, ok := billing.ReadNumber(form, number.Printed, c.training)
		if ok && year >= c.today.Year() && n > last[year] {
			return club.Refuse(club.CodeNumberTaken).With("number", number.Printed).With("example", example)
		}
	}
	return nil
}

// figure refuses a figure outside its range.
func (f *form) figure(field string, n, least, most int64) {
	if n < least || n > most {
		f.fail(club.Refuse(club.CodeOutOfRange).On(f.at+field).With("min", least).With("max", most))
	}
}

// codeForm is how the settings name a rate or a mention.
var codeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,29}$`)

// period is a dated value of a code.
type period struct {
	code          string
	from, through calendar.Day
}

// checkDay refuses a text that is no day, such as 2027-02-29.
func checkDay(day calendar.Day, field string) error {
	if _, err := calendar.ParseDay(string(day)); err != nil {
		return club.Refuse(club.CodeBadDay).On(field)
	}
	return nil
}

// checkPeriods refuses a code that has two values on one day.
func (f *form) checkPeriods(list string, periods []period) {
	for i, p := range periods {
		at := f.at + list + "." + strconv.Itoa(i) + "."
		if !codeForm.MatchString(p.code) || p.code == outsideVAT && list == "vat" {
			f.fail(club.Refuse(club.CodeInvalid).On(at + "code"))
		}
		if p.from == "" {
			f.fail(club.Refuse(club.CodeRequired).On(at + "from"))
		}
		f.fail(checkPeriod(p.from, p.through, at+"from", at+"through"))
		for _, other := range periods[:i] {
			if other.code == p.code && overlap(other.from, other.through, p.from, p.through) {
				f.fail(club.Refuse(club.CodePeriods).On(at+"from").With("code", p.code))
			}
		}
	}
}

// checkPeriod refuses days that do not exist or end before they begin. Each may
// be empty.
func checkPeriod(from, through calendar.Day, fromField, throughField string) error {
	for _, end := range []struct {
		field string
		day   calendar.Day
	}{{fromField, from}, {throughField, through}} {
		if end.day == "" {
			continue
		}
		if _, err := calendar.ParseDay(string(end.day)); err != nil {
			return club.Refuse(club.CodeBadDay).On(end.field)
		}
	}
	if through != "" && through < from {
		return club.Refuse(club.CodeDayOrder).On(throughField)
	}
	return nil
}

// overlap reports whether two periods share a day; "" as an end is open.
func overlap(from1, through1, from2, through2 calendar.Day) bool {
	return (through1 == "" || from2 <= through1) && (through2 == "" || from1 <= through2)
}

// checkRates cleans the VAT rates. What is on sale today needs its rates today.
func checkRates(tx *sqlite.Tx, c clubNow, in []club.VATRate) ([]club.VATRate, error) {
	var f form
	rates, periods := []club.VATRate{}, []period{}
	for i, rate := range in {
		f.within("vat", i, func(f *form) {
			f.oneOf("kind", string(rate.Kind), string(club.Taxed), string(club.Exempt), string(club.ThirdParty))
			f.figure("rate", int64(rate.Rate), 0, 100_00)
			if rate.Kind != club.Taxed && rate.Rate != 0 {
				f.refuse(club.CodeInvalid, "rate")
			}
			f.texts("label", &rate.Label, c.Identity.Language)
			f.texts("mention", &rate.Mention, "")
		})
		rates = append(rates, rate)
		periods = append(periods, period{rate.Code, rate.From, rate.Through})
	}
	f.checkPeriods("vat", periods)
	if f.err != nil {
		return nil, f.err
	}
	offers, err := tx.Offers()
	after := club.Settings{VAT: rates}
	for _, o := range offers {
		for _, part := range o.Parts {
			if _, missing := after.VATOn(part.VAT, c.today); missing != nil && !o.Archived {
				return nil, club.Refuse(club.CodeVATInUse).On("vat").With("vat", part.VAT).With("offer", o.Name)
			}
		}
	}
	return rates, err
}

// checkMentions cleans the legal sentences.
func checkMentions(_ *sqlite.Tx, c clubNow, in []club.Mention) ([]club.Mention, error) {
	var f form
	mentions, periods := []club.Mention{}, []period{}
	for i, m := range in {
		f.within("mentions", i, func(f *form) { f.texts("text", &m.Text, c.Identity.Language) })
		mentions = append(mentions, m)
		periods = append(periods, period{m.Code, m.From, m.Through})
	}
	f.checkPeriods("mentions", periods)
	return mentions, f.err
}

// checkTerms cleans the conditions of sale and the terms of the licence: no two
// versions of one name, nor of one sort and day, and what somebody accepted
// unchanged.
func checkTerms(tx *sqlite.Tx, c clubNow, in []club.Terms) ([]club.Terms, error) {
	var f form
	list, found := []club.Terms{}, map[string]club.Terms{}
	for i, t := range in {
		f.within("terms", i, func(f *form) {
			f.name("version", &t.Version)
			if t.From == "" {
				f.refuse(club.CodeRequired, "from")
			}
			f.fail(checkPeriod(t.From, "", f.at+"from", ""))
			f.texts("text", &t.Text, c.Identity.Language)
			for _, other := range list {
				if other.Version == t.Version || other.From == t.From && other.Licence == t.Licence {
					f.fail(club.Refuse(club.CodePeriods).On(f.at+"from").With("code", t.Version))
				}
			}
		})
		list = append(list, t)
		found[t.Version] = t
	}
	if f.err != nil {
		return nil, f.err
	}
	for _, old := range c.Terms {
		if found[old.Version] == old {
			continue
		}
		accepted, err := tx.AnyAcceptance(old.Version)
		if err != nil {
			return nil, err
		}
		if accepted {
			return nil, club.Refuse(club.CodeTermsInUse).On("terms").With("version", old.Version)
		}
	}
	return list, nil
}

// texts cleans a sentence in three languages; needed is the language it must
// not be empty in, French standing in for it.
func (f *form) texts(field string, t *club.Texts, needed locale.Lang) {
	f.notes(field+".fr", &t.French)
	f.notes(field+".nl", &t.Dutch)
	f.notes(field+".en", &t.English)
	if needed != "" && t.In(needed) == "" {
		f.refuse(club.CodeRequired, field+"."+string(needed))
	}
}
