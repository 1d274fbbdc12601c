package billing

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// A plan has at most so many parts, a month apart: what is further off is no plan.
const mostInstalments = 24

// Instalments is when an invoice is to be paid once what it still asks for is spread
// over days: what settled it stands first, and all of it adds up to the total, to the
// cent (PRODUCT section 6). The days rise, none is over and none is two years off. Should what settled it
// bounce, it is late from the day it was planned, when it was not owed.
func Instalments(doc Document, settled money.Cents, rest []Due, today calendar.Day) ([]Due, error) {
	if len(rest) == 0 || len(rest) > mostInstalments {
		return nil, club.Refuse(club.CodeTooMany).On("dues").With("max", mostInstalments)
	}
	dues, sum, last := []Due{}, settled, calendar.Day("")
	if settled > 0 {
		dues = append(dues, Due{Day: today, Cents: settled})
	}
	for _, due := range rest {
		if _, err := calendar.ParseDay(string(due.Day)); err != nil || due.Day < today || due.Day <= last {
			return nil, club.Refuse(club.CodePlanDays).On("dues")
		}
		if latest := today.AddMonths(mostInstalments); due.Day > latest {
			return nil, club.Refuse(club.CodePlanTooLate).On("dues").With("lastDay", string(latest))
		}
		if due.Cents <= 0 || due.Cents > money.Max {
			return nil, club.Refuse(club.CodePlanSum).On("dues").With("leftCents", doc.Total-settled)
		}
		sum, last = sum+due.Cents, due.Day
	}
	if sum != doc.Total {
		return nil, club.Refuse(club.CodePlanSum).On("dues").With("leftCents", doc.Total-settled)
	}
	return append(dues, rest...), nil
}

// Instalment is a part of an invoice with its day, and what of it is settled.
type Instalment struct {
	Due
	Settled money.Cents `json:"settledCents"`
	Late    bool        `json:"late" doc:"Its day is over and it is not settled"`
}

// Reached says what of each part is settled, the earliest first.
func Reached(dues []Due, settled money.Cents, today calendar.Day) []Instalment {
	parts := make([]Instalment, len(dues))
	for i, due := range dues {
		part := min(max(settled, 0), due.Cents)
		settled -= part
		parts[i] = Instalment{due, part, part < due.Cents && due.Day < today}
	}
	return parts
}
