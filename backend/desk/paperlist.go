package desk

import (
	"context"
	"strconv"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// offerKinds are the kinds of offers a rider can have: a paper may be asked of
// those who bought one, and a link may wait for the file because of one.
var offerKinds = []string{
	string(catalogue.Card), string(catalogue.Package), string(catalogue.Activity), string(catalogue.Licence), string(catalogue.Membership),
}

// startPapers is the list a club begins with (PRODUCT section 2): health,
// parental authorisation, licence, rules. A certificate does in place of the
// questionnaire. In Belgium the insurance that comes with the federation's
// licence is what the club must hold, under the same code.
func startPapers(country string, today calendar.Day) []club.AskedPaper {
	paper := func(code string, whom club.PaperFor, validity club.Validity) club.AskedPaper {
		return club.AskedPaper{Code: code, Name: inAll("starter.paper." + code), From: today, For: whom, Required: true, Validity: validity}
	}
	certificate := paper("certificate", club.ForAll, club.GoodForMonths)
	certificate.Instead, certificate.Months, certificate.Required = "health", 12, false
	licence := paper(club.LicencePaper, club.ForAll, club.GoodForSeason)
	if country == "BE" {
		licence.Name = inAll("starter.paper.licenceBe")
	}
	return []club.AskedPaper{
		paper("health", club.ForAll, club.GoodForSeason), certificate,
		paper("parental", club.ForMinors, club.GoodForSeason), licence, paper("rules", club.ForAll, club.GoodForSeason),
	}
}

// SavePapers changes the season's list of papers. A link that waited for a
// paper nobody asks for any more is released.
func (d *Desk) SavePapers(ctx context.Context, req Request, in Change[[]club.AskedPaper]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionPapers, in, func(tx *sqlite.Tx, c clubNow, value []club.AskedPaper) ([]club.AskedPaper, error) {
		papers, err := checkPapers(c, value)
		if err != nil {
			return nil, err
		}
		c.Papers = papers
		return papers, releaseLinks(tx, c, req.Actor)
	})
}

// mostMonths is the longest validity of a paper: ten years.
const mostMonths = 120

// checkPapers cleans the list. A name typed in one language is that of all
// until somebody translates it.
func checkPapers(c clubNow, in []club.AskedPaper) ([]club.AskedPaper, error) {
	var f form
	papers, periods := []club.AskedPaper{}, []period{}
	for i, p := range in {
		f.within("papers", i, func(f *form) { f.paper(c, &p) })
		papers = append(papers, p)
		periods = append(periods, period{p.Code, p.From, p.Through})
	}
	f.checkPeriods("papers", periods)
	for i, p := range papers {
		if p.Instead == "" {
			continue
		}
		stands := false
		for _, other := range papers {
			stands = stands || other.Code == p.Instead && other.Instead == "" && other.Code != p.Code
		}
		if !stands {
			f.fail(club.Refuse(club.CodePaperInstead).On("papers." + strconv.Itoa(i) + ".instead"))
		}
	}
	return papers, f.err
}

func (f *form) paper(c clubNow, p *club.AskedPaper) {
	for _, name := range []*string{&p.Name.French, &p.Name.Dutch, &p.Name.English} {
		*name = clean(*name)
		f.limit("name", *name, maxLine)
	}
	typed := p.Name.In(c.Identity.Language)
	for _, name := range []*string{&p.Name.Dutch, &p.Name.English} {
		if typed == "" {
			typed = *name
		}
	}
	if typed == "" {
		f.refuse(club.CodeRequired, "name."+string(c.Identity.Language))
	}
	for _, name := range []*string{&p.Name.French, &p.Name.Dutch, &p.Name.English} {
		if *name == "" {
			*name = typed
		}
	}
	f.oneOf("for", string(p.For), string(club.ForAll), string(club.ForMinors), string(club.ForOffer))
	if p.For == club.ForOffer {
		f.oneOf("offerKind", p.OfferKind, offerKinds...)
	} else {
		p.OfferKind = ""
	}
	f.oneOf("validity", string(p.Validity), string(club.GoodForSeason), string(club.GoodForMonths), string(club.GoodForEver))
	if p.Validity == club.GoodForMonths {
		f.figure("months", int64(p.Months), 1, mostMonths)
	} else {
		p.Months = 0
	}
}
