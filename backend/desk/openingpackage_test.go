package desk_test

import (
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

func (y *yard) running(rider club.RiderID, series ...planning.Series) billing.Carried {
	line := billing.Carried{Kind: catalogue.Package, Rider: rider, Offer: y.annual, Worth: 30_000}
	for _, s := range series {
		line.Series = append(line.Series, s.ID)
	}
	return line
}

func (y *yard) runs(rider club.RiderID) desk.OpeningView {
	y.t.Helper()
	made, err := y.brings(y.running(rider, y.wed))
	y.must(err)
	return made[0]
}

func TestARunningPackageBooksWhatIsLeftOfItsSeasonAndChargesNothing(t *testing.T) {
	y := openYard(t)
	lesson := y.lessonOf(y.wed, "2026-11-04")
	for _, rider := range y.crowd(2)[:2] {
		y.booked(lesson, rider, given)
	}
	y.at("2026-10-13 12:00")
	made := y.runs(y.manon) // 30 of 36 are left, one is full
	if made.Lessons != 29 || made.Of != 36 || len(made.Full) != 1 || made.Full[0] != "2026-11-04" || made.Cents != 0 {
		t.Errorf("carried %+v", made)
	}
	if y.takenOn("2026-10-07") != 0 || y.takenOn("2026-10-14") != 1 || y.takenOn("2026-11-04") != 2 || y.takenOn("2027-05-05") != 1 {
		t.Error("not every lesson left is booked")
	}
	if packages := y.packages(); len(packages) != 1 || packages[0].Invoice != made.Number || packages[0].Series[0] != y.wed.ID {
		t.Errorf("%+v", packages)
	}
	if got := y.postings(made.Number); got["opening deferred.package"] != -30_000 || got["opening opening"] != 30_000 || got["opening customers"] != 0 {
		t.Errorf("booked %v", got)
	}
	_, err := y.brings(y.running(y.hugo, y.wed), y.running(y.manon, y.wed))
	refusal := wantRefusal(t, err, club.CodeBookedTwice, "lines.1.offer")
	if refusal.Params["name"] == "" || len(y.packages()) != 1 {
		t.Errorf("%+v: all of a list or nothing", refusal)
	}
	y.proved()
}

func TestARunningPackageIsBroughtAlongWithAsManySeriesAsItHas(t *testing.T) {
	y := openYard(t)
	_, err := y.brings(y.running(y.manon))
	wantRefusal(t, err, club.CodeSeriesCount, "lines.0.series")
	counted := y.running(y.manon, y.wed)
	counted.Units = 20
	_, err = y.brings(counted)
	wantRefusal(t, err, club.CodeInvalid, "lines.0.units")
	card := y.running(y.manon, y.wed)
	card.Kind = catalogue.Card
	card.Units, card.Through = 3, "2027-03-31"
	_, err = y.brings(card)
	wantRefusal(t, err, club.CodeOfferNotFound, "lines.0.offer")
}

func TestAPackageBroughtAlongByMistakeGivesItsPlacesBack(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	made := y.runs(y.manon)
	y.at("2026-10-28 12:00")
	if _, err := y.CorrectOpening(ctx, y.req(), made.ID, "Autre cavalier"); err != nil {
		t.Fatal(err)
	}
	if y.takenOn("2026-10-14") != 1 || y.takenOn("2026-10-28") != 0 || y.takenOn("2027-05-05") != 0 {
		t.Error("the places to come are free again, what was given stays")
	}
	if p := y.packages()[0]; p.EndedDay != "2026-10-28" {
		t.Errorf("%+v", p)
	}
	y.proved()
}

func TestVerifyNamesAPackageThatWasNotBroughtAlongSo(t *testing.T) {
	for name, sql := range map[string]string{
		"more lessons":    "UPDATE packages SET lessons = lessons - 1",
		"another rider's": "UPDATE packages SET rider = (SELECT max(id) FROM riders)",
		"other weeks":     "UPDATE packages SET weeks = 'odd'",
		"ended":           "UPDATE packages SET ended_day = '2026-10-20'",
	} {
		t.Run(name, func(t *testing.T) {
			y := openYard(t)
			y.runs(y.manon)
			y.proved()
			y.behindItsBack(sql)
			proof, err := y.Verify(ctx)
			y.must(err)
			if proof.First == nil {
				t.Error("not found")
			}
		})
	}
}

func TestAListBringsRunningPackagesByTheNamesOfTheirSeries(t *testing.T) {
	y := openYard(t)
	raw := "Nom;Prénom;Forfait;Reprise;Payé\nDelcourt;Manon;Forfait annuel;" + y.wed.Name + ";250,00\nDelcourt;Hugo;Forfait annuel;Galop 9;\n"
	view, err := y.OpenMemberFile(ctx, desk.MemberFile{Name: "reprise.csv", Raw: []byte(raw), Openings: true, Day: takeover})
	y.must(err)
	view = y.settled(view)
	if view.BadLines != 1 || view.Bad[0].Field != club.CarriedSeries || view.Bad[0].Code != club.CodeSeriesNotFound {
		t.Fatalf("read as %+v: %+v", view.Counts, view.Bad)
	}
	view = y.mends(view, 3, desk.Mend{Texts: club.MemberTexts{club.CarriedSeries: strings.ToLower(y.wed.Name)}})
	view, err = y.ImportMemberFile(ctx, y.req(), view.ID)
	y.must(err)
	view = y.settled(view)
	if len(y.packages()) != 2 || y.takenOn("2026-10-14") != 2 {
		t.Fatalf("imported %+v: %+v", view.Imported, view.Failure)
	}
	y.proved()
	_, err = y.UndoImport(ctx, y.req(), view.Imported.Import)
	y.must(err)
	if y.takenOn("2026-10-14") != 0 {
		t.Error("the places are not free again")
	}
	y.proved()
}
