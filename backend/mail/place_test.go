package mail_test

import (
	"slices"
	"testing"

	"paddock/backend/mail"
)

// lessons are those the Roussels could take: Léa at 14:00 on Friday 9 and Wednesday 14
// October, at 10:00 and 14:00 on Saturday 10, and a full one on Sunday 11; nothing opens
// Hugo's on Friday 9.
func withLessons() mail.Facts {
	facts := family()
	facts.Lessons = []mail.Lesson{
		{ID: 9, Rider: lea, Day: "2026-10-09", Start: 14 * 60}, {ID: 9, Rider: hugo, Day: "2026-10-09", Start: 14 * 60, Bar: mail.WhyNothingPays},
		{ID: 10, Rider: lea, Day: "2026-10-10", Start: 10 * 60}, {ID: 11, Rider: lea, Day: "2026-10-10", Start: 14 * 60},
		{ID: 12, Rider: lea, Day: "2026-10-11", Start: 10 * 60, Bar: mail.WhyFull},
		{ID: 14, Rider: lea, Day: "2026-10-14", Start: 14 * 60},
	}
	return facts
}

func TestAPlaceInALessonIsUnderstoodInThreeLanguages(t *testing.T) {
	rules := mail.DefaultRules()
	for _, c := range []struct{ text, want string }{
		{"Une place pour Léa au cours de vendredi ?", "booking Léa lesson9 sure"},
		{"Bonjour,\n\nPeut-on réserver pour Léa le cours de vendredi à 14h ?\n\nMerci, Julie", "booking Léa lesson9 sure"},
		{"Léa voudrait récupérer vendredi 9 octobre à 14:00.", "booking Léa lesson9 sure"},
		{"Pouvez-vous réserver une place pour Léa le 9 svp", "booking Léa lesson9 sure"},
		{"Une place pour Léa. Vendredi serait parfait.", "booking Léa lesson9 sure"},
		{"Une place pour Léa samedi à 10 h, merci.", "booking Léa lesson10 sure"},
		{"Is er een plaats voor Léa vrijdag om 14u?", "booking Léa lesson9 sure"},
		{"Kan Léa vrijdag een les inhalen?", "booking Léa lesson9 sure"},
		{"Mag Léa zaterdag om 14 uur inhalen, dank u", "booking Léa lesson11 sure"},
		{"Could you book Léa on Friday?", "booking Léa lesson9 sure"},
		{"Can Léa make up her lesson on Saturday at 2pm?", "booking Léa lesson11 sure"},
		{"A place for Léa on the 9th, please.", "booking Léa lesson9 sure"},
		{"Merci de réserver pour Léa le cours de vendredi.", "booking Léa lesson9 sure"},
		// with an absence
		{"Léa est malade demain. Peut-elle récupérer vendredi ?", "absence Léa 71 sure; booking Léa lesson9 sure"},
		{"Léa est malade demain, elle récupérera vendredi.", "absence Léa 71 sure"},
		{"Je dois annuler la réservation de Léa de mercredi.", "absence Léa 71 sure"},
		{"Léa ne viendra pas mercredi, désolée.", "absence Léa 71 sure"},
		// what is not sure
		{"Une place pour Léa samedi ?", "booking Léa lesson10 several; booking Léa lesson11 several"},
		{"Une place pour Léa dimanche ?", "booking Léa lesson12 full"},
		{"Une place pour Hugo vendredi ?", "booking Hugo lesson9 nothingPays"},
		{"Une place pour Léa et Hugo vendredi ?", "booking Léa lesson9 sure; booking Hugo lesson9 nothingPays"},
		{"Une place pour ma fille vendredi ?", "booking Léa lesson9 onlyRider"},
		{"Une place vendredi ?", "booking noRider"},
		{"Si Léa va mieux, une place vendredi ?", "booking Léa lesson9 question"},
		{"Une place pour Léa jeudi ?", "booking Léa nothingFits"},
		{"Une place pour Léa vendredi à 11h ?", "booking Léa nothingFits"},
		{"Une place pour Léa mercredi 14 à 14h ?", "booking Léa lesson14 rides"},
		{"Pour info\n\n---------- Forwarded message ---------\nDe : Papa <p@x.example>\nDate: lun. 5 oct.\nObjet: x\n\nUne place pour Léa vendredi.", "booking Léa lesson9 forwarded"},
		// what asks for none
		{"Pas besoin de réserver une place pour Léa vendredi.", ""},
		{"Il n'y a plus une place pour Léa vendredi.", ""},
		{"Léa heeft vrijdag geen plaats nodig.", ""},
		{"Een plaats is niet nodig voor Léa vrijdag.", ""},
		{"Léa does not need a place on Friday.", ""},
		{"Merci pour la réservation de Léa vendredi.", ""},
		{"La réservation de Léa demain, c'est à quelle heure ?", ""},
		{"Une place pour Léa vendredi dernier ?", ""},
		{"Une place pour Léa un de ces jours ?", ""},
		{"Reste-t-il une place au stage de vendredi pour Léa ?", ""},
		{"Le stage de vendredi, c'est pour quel niveau ?", ""},
		{"Le cours de Léa de vendredi est à quelle heure ?", ""},
		{"Je voudrais inscrire Léa au stage du 19 au 21 octobre.", "enrolment Léa activity5 sure"},
	} {
		facts := withLessons()
		found := mail.Classify(mail.Message{Text: c.text}, rules, facts)
		if got := says(found); got != c.want {
			t.Errorf("%q\n  got  %s\n  want %s", c.text, got, c.want)
		}
		inside(t, mail.Message{Text: c.text}, found)
	}
}

func TestOnlyADayAskedByAKnownFamilyIsLookedUp(t *testing.T) {
	rules, facts := mail.DefaultRules(), family()
	wishes := func(text string) []mail.Wish { return rules.Wishes(mail.Message{Text: text}, facts) }
	if got := wishes("Une place pour Léa et Hugo vendredi ?"); !slices.Equal(got, []mail.Wish{{Rider: lea, Day: "2026-10-09"}, {Rider: hugo, Day: "2026-10-09"}}) {
		t.Errorf("%+v", got)
	}
	if got := wishes("Une place pour Léa mardi ?"); len(got) != 2 || got[1].Day != "2026-10-13" { // written on a Tuesday
		t.Errorf("%+v", got)
	}
	if got := wishes("Léa est malade vendredi."); got != nil {
		t.Errorf("%+v", got)
	}
	facts.Known = false
	if got := wishes("Une place pour Léa vendredi ?"); got != nil {
		t.Errorf("a stranger's: %+v", got)
	}
	if got := says(mail.Classify(mail.Message{Text: "Une place pour Léa vendredi ?"}, rules, facts)); got != "" {
		t.Errorf("a stranger's: %s", got)
	}
}
