package club_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// list is the season's list of a French club, with a paper for those who have a
// card.
func list() []club.AskedPaper {
	paper := func(code string, whom club.PaperFor, validity club.Validity) club.AskedPaper {
		return club.AskedPaper{Code: code, Name: club.Texts{French: code}, For: whom, Required: true, Validity: validity}
	}
	health, certificate := paper("health", club.ForAll, club.GoodForSeason), paper("certificate", club.ForAll, club.GoodForMonths)
	certificate.Instead, certificate.Months = "health", 12
	gallop := paper("gallop", club.ForOffer, club.GoodForEver)
	gallop.OfferKind = "card"
	return []club.AskedPaper{
		health, certificate, paper("parental", club.ForMinors, club.GoodForSeason),
		paper(club.LicencePaper, club.ForAll, club.GoodForSeason), gallop,
	}
}

func accepted(code string, expires calendar.Day) club.HeldPaper {
	return club.HeldPaper{Code: code, State: club.PaperAccepted, Expires: expires}
}

func TestAFileIsCompleteWhenEveryRequiredPaperIsAcceptedAndGoodOnTheDay(t *testing.T) {
	const season = "2027-08-31"
	licence := []club.Licence{{Kind: "FFE", ValidFrom: "2026-09-01", ValidThrough: "2027-12-31"}}
	papers := func(list ...club.HeldPaper) []club.HeldPaper { return list }
	for _, c := range []struct {
		name    string
		rider   club.Holder
		day     calendar.Day
		missing []string
	}{
		{"an adult with all of it", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(accepted("health", season))}, "2026-10-07", nil},
		{"nothing at all", club.Holder{Birth: "1990-01-01"}, "2026-10-07", []string{"health", "licence"}},
		{"a certificate does in place of the questionnaire", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(accepted("certificate", "2027-10-07"))}, "2026-10-07", nil},
		{"received is not accepted", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(club.HeldPaper{Code: "health", State: club.PaperReceived})}, "2026-10-07", []string{"health"}},
		{"refused is not accepted", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(club.HeldPaper{Code: "health", State: club.PaperRefused})}, "2026-10-07", []string{"health"}},
		{"the last day is a good one", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(accepted("health", season))}, season, nil},
		{"a new season begins without last season's", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(accepted("health", season))}, "2027-09-01", []string{"health"}},
		{"a minor the day before turning 18", club.Holder{Birth: "2008-10-08", Licences: licence, Papers: papers(accepted("health", season))}, "2026-10-07", []string{"parental"}},
		{"and on the birthday", club.Holder{Birth: "2008-10-08", Licences: licence, Papers: papers(accepted("health", season))}, "2026-10-08", nil},
		{"born on 29 February, a minor on 28 February", club.Holder{Birth: "2008-02-29", Licences: licence, Papers: papers(accepted("health", season))}, "2026-02-28", []string{"parental", "licence"}},
		{"an unknown birth date is a minor's", club.Holder{Licences: licence, Papers: papers(accepted("health", season))}, "2026-10-07", []string{"parental"}},
		{"a licence that is over", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(accepted("health", ""))}, "2028-01-01", []string{"licence"}},
		{"a licence paper accepted by hand", club.Holder{Birth: "1990-01-01", Papers: papers(accepted("health", season), accepted("licence", season))}, "2026-10-07", nil},
		{"a paper of those who bought a card", club.Holder{Birth: "1990-01-01", Licences: licence, Papers: papers(accepted("health", season)), Bought: []string{"card"}}, "2026-10-07", []string{"gallop"}},
	} {
		file := club.FileOn(list(), c.rider, c.day)
		var missing []string
		for _, p := range file.Papers {
			if p.Missing {
				missing = append(missing, p.Code)
			}
		}
		if !slices.Equal(missing, c.missing) || file.Complete != (len(c.missing) == 0) {
			t.Errorf("%s: missing %v, complete %v, want %v", c.name, missing, file.Complete, c.missing)
		}
	}
}

func TestAPaperIsToBeRenewedWithinThirtyDaysOfItsEnd(t *testing.T) {
	for _, c := range []struct {
		day   calendar.Day
		renew bool
	}{{"2027-07-31", false}, {"2027-08-01", true}, {"2027-08-31", true}, {"2027-09-01", false}} {
		rider := club.Holder{Birth: "1990-01-01", Papers: []club.HeldPaper{accepted("health", "2027-08-31")}}
		if got := len(club.FileOn(list(), rider, c.day).ToRenew()) > 0; got != c.renew {
			t.Errorf("%s: %v", c.day, got)
		}
		rider.Papers = append(rider.Papers, accepted("certificate", "2029-01-01"))
		if len(club.FileOn(list(), rider, c.day).ToRenew()) > 0 {
			t.Errorf("%s: one that does in its place is good for longer", c.day)
		}
	}
}

func TestAPaperIsGoodForItsSeasonItsMonthsOrForEver(t *testing.T) {
	seasons := []calendar.Season{{First: "2027-09-08", Last: "2028-07-05"}, {First: "2026-09-01", Last: "2027-07-07"}}
	for _, c := range []struct {
		validity club.Validity
		months   int
		given    calendar.Day
		want     calendar.Day
	}{
		{club.GoodForSeason, 0, "2026-10-07", "2027-07-07"},
		{club.GoodForSeason, 0, "2027-07-07", "2027-07-07"},
		{club.GoodForSeason, 0, "2027-08-01", "2028-07-05"}, // in the break: for the season to come
		{club.GoodForSeason, 0, "2028-02-29", "2028-07-05"},
		{club.GoodForSeason, 0, "2029-02-28", "2030-02-28"}, // no season was made yet
		{club.GoodForMonths, 12, "2028-02-29", "2029-02-28"},
		{club.GoodForMonths, 1, "2027-01-31", "2027-02-28"},
		{club.GoodForMonths, 36, "2026-10-07", "2029-10-07"},
		{club.GoodForEver, 0, "2026-10-07", ""},
	} {
		paper := club.AskedPaper{Validity: c.validity, Months: c.months}
		if got := paper.ExpiryFrom(c.given, seasons); got != c.want {
			t.Errorf("%s %d from %s: %s, want %s", c.validity, c.months, c.given, got, c.want)
		}
	}
}

func TestTheListInForceIsThatOfTheDay(t *testing.T) {
	settings := club.Settings{Papers: []club.AskedPaper{
		{Code: "rules", From: "2026-09-01", Through: "2027-08-31"}, {Code: "rules", From: "2027-09-01"}, {Code: "health", From: "2027-09-01"},
	}}
	for day, n := range map[calendar.Day]int{"2026-08-31": 0, "2027-08-31": 1, "2027-09-01": 2} {
		if got := len(settings.PapersOn(day)); got != n {
			t.Errorf("%s: %d papers, want %d", day, got, n)
		}
	}
}

func TestOneMorePaperNeverMakesAFileLessComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		papers := list()
		draw := rapid.Custom(func(t *rapid.T) club.HeldPaper {
			return accepted(rapid.SampledFrom(papers).Draw(t, "paper").Code, rapid.SampledFrom([]calendar.Day{"", "2026-10-06", "2026-10-07"}).Draw(t, "expires"))
		})
		held := rapid.SliceOfNDistinct(draw, 0, len(papers), func(p club.HeldPaper) string { return p.Code }).Draw(t, "held")
		rider := club.Holder{Birth: "2014-05-02", Papers: held}
		before := len(club.FileOn(papers, rider, "2026-10-07").Missing())
		rider.Papers = append(slices.Clone(held), accepted(rapid.SampledFrom(papers).Draw(t, "more").Code, ""))
		if after := len(club.FileOn(papers, rider, "2026-10-07").Missing()); after > before {
			t.Fatalf("%d missing became %d", before, after)
		}
	})
}
