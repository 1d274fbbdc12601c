package desk

import (
	"regexp"
	"strconv"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/payment"
	"paddock/backend/sqlite"
)

// checkPolicy cleans the club's rules and refuses figures nobody can mean.
func checkPolicy(in club.Policy) (club.Policy, error) {
	f := form{at: "policy."}
	f.figure("termDays", int64(in.TermDays), 0, 365)
	f.figure("cartMinutes", int64(in.CartMinutes), 1, 24*60)
	f.figure("cartMaxMinutes", int64(in.CartMaxMinutes), int64(in.CartMinutes), 7*24*60)
	f.figure("cardMonths", int64(in.CardMonths), 1, 120)
	f.figure("noteFromCents", int64(in.NoteFromCents), 0, int64(money.Max))
	in.NumberForm, in.CreditForm = clean(in.NumberForm), clean(in.CreditForm)
	if !billing.ValidForm(in.NumberForm) {
		f.fail(club.Refuse(club.CodeNumberForm).On(f.at+"numberForm").With("example", "F{year}-{n:4}"))
	}
	if in.OwnCreditSeries && (!billing.ValidForm(in.CreditForm) || !billing.Apart(in.CreditForm, in.NumberForm)) {
		f.fail(club.Refuse(club.CodeNumberForm).On(f.at+"creditForm").With("example", "A{year}-{n:4}"))
	}
	f.line("mediator", &in.Mediator)
	f.notes("paperNote", &in.PaperNote)
	aids := []string{}
	for i, name := range in.AidNames {
		if f.line("aidNames."+strconv.Itoa(i), &name); name != "" {
			aids = append(aids, name)
		}
	}
	in.AidNames = aids
	if in.LinkTemplate = clean(in.LinkTemplate); in.LinkTemplate != "" {
		f.fail(on(f.at+"linkTemplate", payment.Template(in.LinkTemplate).Check()))
	}
	return in, f.err
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

// checkTerms cleans the conditions of sale: no two versions of one name or one
// day, and what somebody accepted unchanged.
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
				if other.Version == t.Version || other.From == t.From {
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
