package club

import (
	"regexp"
	"strings"
)

// Adult is somebody of the rider's family whom a line names besides the rider.
type Adult struct {
	Civility  string
	Surname   string
	FirstName string
}

// Named reports whether the line names this adult at all.
func (a Adult) Named() bool { return a.Surname+a.FirstName != "" }

// Is reports whether two lines that name an adult mean the same one.
func (a Adult) Is(other Adult) bool {
	return Index(a.Surname, a.FirstName) == Index(other.Surname, other.FirstName)
}

// adults reads who pays for the rider, a second parent, and whom to call first.
// None of them has to be in a list, and a name that nothing splits is a surname:
// what papers are addressed to is whole in either case.
func (l *lineReader) adults() {
	l.line.Payer = l.adult(MemberPayerSurname, MemberPayerFirstName, MemberPayerName)
	if said := l.texts[MemberPayerCivility]; said != "" {
		const nobody = "-"
		rest, civility := withoutCivility(said + " " + nobody)
		if rest != nobody {
			l.fault(CodeCivilityUnknown, MemberPayerCivility)
		}
		l.line.Payer.Civility = civility
	}
	l.line.Parent = l.adult(MemberParentSurname, MemberParentFirstName, MemberParentName)
	if !l.line.Payer.Named() {
		l.line.Payer, l.line.Parent = l.line.Parent, Adult{}
	}
	if l.line.Parent.Is(l.line.Payer) {
		l.line.Parent = Adult{}
	}
	l.emergency()
}

func (l *lineReader) adult(surname, firstName, whole MemberField) Adult {
	a := Adult{Surname: l.texts[surname], FirstName: l.texts[firstName]}
	if text := l.texts[whole]; text != "" && a.Surname == "" {
		said, civility := withoutCivility(text)
		a.Civility = civility
		if before, after, known := l.split(said); known {
			a.Surname, a.FirstName = before, after
		} else {
			a.Surname = said
		}
	}
	if l.ProperNames {
		a.Surname, a.FirstName = ProperName(a.Surname, l.Country), ProperName(a.FirstName, l.Country)
	}
	return a
}

// split takes an adult's name apart as a rider's is, or by the rider's surname.
func (l *lineReader) split(whole string) (surname, firstName string, known bool) {
	if surname, firstName, known = SplitName(whole); known {
		return surname, firstName, true
	}
	words := strings.Fields(whole)
	for at := 1; at < len(words); at++ {
		before, after := strings.Join(words[:at], " "), strings.Join(words[at:], " ")
		switch squeeze(l.line.Surname) {
		case squeeze(before):
			return before, after, true
		case squeeze(after):
			return after, before, true
		}
	}
	return "", "", false
}

// withoutCivility takes Mme and its like off the beginning of a name; of a couple
// it gives none.
func withoutCivility(whole string) (name, civility string) {
	words, found := strings.Fields(whole), []string{}
	for len(words) > 1 {
		said := squeeze(words[0])
		if known := civilities[said]; known != "" {
			found = append(found, known)
		} else if said != "et" && said != "en" && said != "and" && words[0] != "&" || len(found) == 0 {
			break
		}
		words = words[1:]
	}
	if len(found) == 1 {
		civility = found[0]
	}
	return strings.Join(words, " "), civility
}

// aNumber is a phone number within a text: "Mamie 06 39 98 12 10".
var aNumber = regexp.MustCompile(`\+?\(?[0-9](?:[0-9 .()\x{a0}\x{202f}-]|/[0-9]){4,}[0-9]`)

// emergency reads whom to call first: a name and a number, in two cells or in one.
func (l *lineReader) emergency() {
	name, phone := l.texts[MemberEmergencyName], l.texts[MemberEmergencyPhone]
	if numbers := l.numbersIn(phone); numbers != nil {
		l.line.EmergencyPhone, phone = numbers[0], strings.Join(numbers[1:], "")
	} else {
		for _, text := range []*string{&phone, &name} {
			if found := aNumber.FindStringIndex(*text); found != nil && l.line.EmergencyPhone == "" {
				if number, ok := l.number(strings.TrimSpace((*text)[found[0]:found[1]])); ok {
					l.line.EmergencyPhone, *text = number, (*text)[:found[0]]+" "+(*text)[found[1]:]
				}
			}
		}
		if phone != "" && l.line.EmergencyPhone == "" {
			l.fault(CodeBadPhone, MemberEmergencyPhone)
			return
		}
	}
	// What stands beside the number says whose it is, or is another one.
	name, phone = aside(name), aside(phone)
	if name != "" && phone != "" {
		name += " / "
	}
	l.line.EmergencyName = name + phone
}

// aside is what is left of a text whose number was taken.
func aside(text string) string {
	return strings.Join(strings.Fields(strings.Trim(text, " :,;/-()")), " ")
}
