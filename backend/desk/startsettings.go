package desk

import (
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// startSettings are the settings a club begins with: the rates and sentences of
// its country (RULES section 3) and the figures of PRODUCT. All of it is the
// owner's to change; nothing here is read again after the first run.
func startSettings(identity club.Identity, in FirstRun, today calendar.Day) club.Settings {
	settings := club.Settings{
		Identity: identity,
		Policy: club.Policy{
			OutsideVAT: !in.VAT,
			NumberForm: "F{year}-{n:4}", CreditForm: "A{year}-{n:4}",
			TermDays: 7, PromiseDays: 7, CartMinutes: 60, CartMaxMinutes: 180, CardMonths: 1,
			NoteFromCents: 25_00, LinkTemplate: in.Link, AidNames: []string{},
			FileBeforeLink: []string{string(catalogue.Package), string(catalogue.Activity)},
			DeskOverrides:  true, DeskCreditCents: 500_00, LockMinutes: 5,
			CutOffMinutes: 17 * 60, VoucherHours: 24, VoucherMonths: 1, VouchersASeason: 5,
			VoucherPeriod: club.VouchersBySeason, WaitingHours: 24, HorseHabit: string(planning.Repeat),
		},
		Discounts: []club.DiscountRule{}, Aids: []club.AidKind{}, Reminders: club.DefaultReminders(), Mail: club.DefaultMail(), MailRules: club.DefaultMailRules(),
		Papers: startPapers(identity.Country, today),
		Terms:  []club.Terms{{Version: string(today[:7]), From: today, Text: inAll("starter.terms")}},
	}
	if identity.Country == "BE" {
		settings.VAT, settings.Mentions = belgianRates(), belgianMentions()
		return settings
	}
	settings.Policy.VATOnCollection = true // CGI 269-2-c, unless the club opts for debits
	settings.Policy.AidNames = []string{"Pass’Sport"}
	settings.VAT, settings.Mentions = frenchRates(today), frenchMentions(identity)
	if in.Starter {
		settings.Aids = frenchAids(today)
	}
	return settings
}

// frenchAids are rules to begin with (RULES section 9). Pass'Sport is written as
// the one season that is known: it ended on 31 December 2025, and what followed was
// not found (section 10, point 6), so that no later day offers it before the owner
// has read what is given now. A town's card covers a share that each town decides:
// without one it covers nothing.
func frenchAids(today calendar.Day) []club.AidKind {
	return []club.AidKind{
		{ID: 1, Name: "Pass’Sport 2025-2026", Payer: "Agence de services et de paiement", Cents: 70_00, From: "2025-09-01", Through: "2025-12-31"},
		{ID: 2, Name: "Carte Sortir", Payer: "Ville", From: today},
	}
}

// lawsFrom dates what was in force long before any sale Paddock will make.
const lawsFrom calendar.Day = "2014-01-01"

// frenchRates are those of continental France; riding has its own code because
// its rate moved in 2024 and may move again (CGI 278-0 bis, O). Only a club that
// begins before that day, a sample of many years, is given the rate of before.
func frenchRates(today calendar.Day) []club.VATRate {
	riding := taxed("riding", 5_50, "2024-01-01", "starter.vat.riding")
	rates := []club.VATRate{
		taxed("standard", 20_00, lawsFrom, "starter.vat.standard"),
		taxed("intermediate", 10_00, lawsFrom, "starter.vat.intermediate"),
		riding,
		taxed("special", 2_10, lawsFrom, "starter.vat.special"),
		untaxed("exempt", club.Exempt, "starter.vat.exempt", "starter.mention.exemptFr"),
		untaxed("thirdParty", club.ThirdParty, "starter.vat.thirdParty", "starter.mention.thirdPartyFr"),
	}
	if today < riding.From {
		before := taxed("riding", 20_00, lawsFrom, "starter.vat.riding")
		before.Through = riding.From.AddDays(-1)
		rates = append(rates, before)
	}
	return rates
}

// belgianRates: 6 % is access to a sports installation; whether a lesson is one
// is decided case by case (RULES section 3, Belgium), so lessons start at the
// standard rate and the club's accountant says otherwise.
func belgianRates() []club.VATRate {
	return []club.VATRate{
		taxed("standard", 21_00, lawsFrom, "starter.vat.standard"),
		taxed("intermediate", 12_00, lawsFrom, "starter.vat.intermediate"),
		taxed("sport", 6_00, lawsFrom, "starter.vat.sport"),
		taxed("zero", 0, lawsFrom, "starter.vat.zero"),
		untaxed("exempt", club.Exempt, "starter.vat.exempt", "starter.mention.exemptBe"),
		untaxed("thirdParty", club.ThirdParty, "starter.vat.thirdParty", "starter.mention.thirdPartyBe"),
	}
}

func taxed(code string, rate money.Rate, from calendar.Day, label string) club.VATRate {
	return club.VATRate{Code: code, Kind: club.Taxed, Rate: rate, From: from, Label: inAll(label)}
}

func untaxed(code string, kind club.VATKind, label, mention string) club.VATRate {
	return club.VATRate{Code: code, Kind: kind, From: lawsFrom, Label: inAll(label), Mention: inAll(mention)}
}

// frenchMentions: the wording that replaces art. 293 B in 2027 is disputed and
// the old one tolerated until 30 June 2028, so the sentence stays open-ended
// until the owner dates its successor. A riding association without VAT is
// exempt (art. 261), a company in the franchise (art. 293 B).
func frenchMentions(identity club.Identity) []club.Mention {
	outside := "starter.mention.outsideFr"
	if identity.RNA != "" {
		outside = "starter.mention.exemptFr"
	}
	return []club.Mention{
		mention(outsideVAT, outside),
		mention("earlyPayment", "starter.mention.earlyPaymentFr"),
		mention("latePenalty", "starter.mention.latePenaltyFr"),
		mention("recoveryCharge", "starter.mention.recoveryChargeFr"),
		mention("note", "starter.mention.noteFr"),
	}
}

func belgianMentions() []club.Mention {
	return []club.Mention{
		mention(outsideVAT, "starter.mention.outsideBe"),
		mention("latePenalty", "starter.mention.latePenaltyBe"),
		mention("recoveryCharge", "starter.mention.recoveryChargeBe"),
	}
}

func mention(code, key string) club.Mention {
	return club.Mention{Code: code, From: lawsFrom, Text: inAll(key)}
}

// inAll is a text of the catalogues in its three languages, to be edited by the
// club from then on.
func inAll(key string) club.Texts {
	return club.Texts{
		French: locale.Text(locale.French, key, nil), Dutch: locale.Text(locale.Dutch, key, nil), English: locale.Text(locale.English, key, nil),
	}
}
