package mail

import (
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// Kind is what a mail is found to be about.
type Kind string

// What is recognised.
const (
	Absence   Kind = "absence"   // a rider will not come
	Enrolment Kind = "enrolment" // a place in an activity is asked for
	Booking   Kind = "booking"   // a place in a lesson is asked for
	Notice    Kind = "notice"    // a provider says that money came
	Invoice   Kind = "invoice"   // one of our invoices is named
	Paper     Kind = "paper"     // a paper of a rider's file is attached
	Statement Kind = "statement" // a statement of the bank is attached
)

// Why says in a word what a finding rests on, or what keeps it from being sure; the
// catalogues have its sentence under mailbox.why.
type Why string

// Reasons. Those after Doubts leave a finding to be checked.
const (
	WhyRider      Why = "rider"      // the rider is named
	WhyDay        Why = "day"        // the day is written
	WhyReference  Why = "reference"  // our reference is written
	WhyAmount     Why = "amount"     // the amount is exact
	WhyVouched    Why = "vouched"    // the mail server vouches for the sender
	WhyActivity   Why = "activity"   // the activity is named
	WhySettled    Why = "settled"    // its provider told so, and it is in the books
	WhyAttachment Why = "attachment" // a file is attached

	WhyOnlyRider   Why = "onlyRider"   // nobody is named: the family has one rider who fits
	WhyNoRider     Why = "noRider"     // nobody of the family is named
	WhyNoDay       Why = "noDay"       // no day is written: the next lesson
	WhyTwoDays     Why = "twoDays"     // the day may be this week's or the next one's
	WhyNoLesson    Why = "noLesson"    // nothing is booked then
	WhyPast        Why = "past"        // the day has gone by
	WhyQuestion    Why = "question"    // it is asked, or on a condition
	WhyForwarded   Why = "forwarded"   // it stands in a mail that was forwarded
	WhyStranger    Why = "stranger"    // the sender's address is no family's
	WhyForged      Why = "forged"      // the mail server found that the sender is not who they say
	WhyNotVouched  Why = "notVouched"  // nobody vouches for the provider
	WhyNotToClub   Why = "notToClub"   // nothing proves that it was written to the club
	WhyOtherAmount Why = "otherAmount" // the amount is not what is due
	WhySubject     Why = "subject"     // nothing says that this is the subject of a notice of money that came
	WhyUnpaid      Why = "unpaid"      // it speaks of a refusal, a refund or a bill
	WhyBooked      Why = "booked"      // another mail said so before, and it was booked
	WhyUnknown     Why = "unknown"     // the reference is none of ours that is open
	WhyNothingFits Why = "nothingFits" // no lesson then is for the rider
	WhySeveral     Why = "several"     // more than one lesson fits: a person chooses
	WhyRides       Why = "rides"       // the rider has a place that day
	WhyFull        Why = "full"        // the lesson is full
	WhyNothingPays Why = "nothingPays" // no card or voucher of the rider opens the lesson now
	WhyInTheWay    Why = "inTheWay"    // something else stands in the way, that the booking says
)

var grounds = []Why{WhyRider, WhyDay, WhyReference, WhyAmount, WhyVouched, WhyActivity, WhySettled}

// Mark is a stretch of a mail that a finding rests on, in bytes.
type Mark struct {
	Subject  bool // in the subject; in the text otherwise
	From, To int
	As       string // rider, day, absence, enrolment, amount, reference, activity
}

// Finding is one thing recognised in a mail, as a proposal to a person.
type Finding struct {
	Kind       Kind
	Why        []Why
	Marks      []Mark
	Rider      club.RiderID
	Days       calendar.Period // that were written, or of the lessons found
	Bookings   []booking.BookingID
	Activity   int64
	Lesson     planning.LessonID // to be booked
	Reference  string            // as we write it
	Cents      money.Cents
	Provider   string
	Paper      string // its code, where it is recognised
	Attachment int    // its place among the attachments
}

// Sure is whether all a finding rests on is certain.
func (f Finding) Sure() bool {
	if f.Kind == Paper || f.Kind == Statement || len(f.Why) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.Why, func(w Why) bool { return !slices.Contains(grounds, w) })
}

// Facts are what the club knows that a mail can be about.
type Facts struct {
	Day        calendar.Day // on which the mail was written, club-local
	Today      calendar.Day // on which it is read
	Known      bool         // the sender's address is one household's
	Ours       []string     // the club's addresses, in any case
	Riders     []Rider      // of that household
	Rides      []Ride       // that they booked, from Day on, in their order
	Activities []Activity   // to come
	Lessons    []Lesson     // for the Wishes of the mail, in their order
	Owed       []Owed       // for the references that References found
	Papers     []club.AskedPaper
}

// Rider is who a mail can be about.
type Rider struct {
	ID        club.RiderID
	FirstName string
	Surname   string
	Girl, Boy bool
}

// Ride is a place somebody has in a lesson.
type Ride struct {
	Booking booking.BookingID
	Rider   club.RiderID
	Day     calendar.Day
}

// Activity is a camp or event that can still be joined.
type Activity struct {
	ID    int64
	Name  string
	First calendar.Day
	Last  calendar.Day
}

// Owed is an invoice that still asks for money, or one whose money came by its link.
type Owed struct {
	Reference string // as it was found in the mail, see References
	Remaining money.Cents
	Came      []money.Cents // by its link, once nothing remains
}

// is reports whether an amount is what is asked, or what came.
func (o Owed) is(cents money.Cents) bool {
	return cents == o.Remaining || slices.Contains(o.Came, cents)
}

// Settled is whether a notice tells of money that is in the books.
func (f Finding) Settled() bool { return slices.Contains(f.Why, WhySettled) }

// Classify says what a mail is about, by the rules. It decides nothing: each finding
// is a proposal, and says what it rests on. A mail that makes it fail is about nothing.
func Classify(m Message, rules Rules, facts Facts) (found []Finding) {
	defer func() {
		if recover() != nil { // one mail never keeps the rest from being read
			found = nil
		}
	}()
	return classify(m, rules, facts)
}

func classify(m Message, rules Rules, facts Facts) []Finding {
	if notice, is := rules.notice(m, facts); is {
		return append([]Finding{notice}, facts.doubted(m, statements(m))...)
	}
	var found []Finding
	if !m.Automatic {
		whole := named(readParts(m), facts)
		found = append(found, rules.absences(whole, facts)...)
		enrolments := rules.enrolments(whole, facts)
		if len(enrolments) == 0 {
			enrolments = rules.places(whole, facts)
		}
		found = append(found, enrolments...)
		found = append(found, invoices(m, facts)...)
		found = append(found, rules.papersIn(m, whole, facts)...)
	}
	return facts.doubted(m, append(found, statements(m)...))
}

// named says of each sentence which riders it names.
func named(text []sentence, facts Facts) []sentence {
	riders := calledSo(facts.Riders)
	for i := range text {
		text[i].names = ridersIn(text[i].tokens, riders)
	}
	return text
}

// doubted adds what is doubtful about who sent it to all that was found in a mail.
func (facts Facts) doubted(m Message, found []Finding) []Finding {
	for i := range found {
		switch {
		case m.forged():
			found[i].Why = append(found[i].Why, WhyForged)
		case !facts.Known:
			found[i].Why = append(found[i].Why, WhyStranger)
		}
	}
	return found
}

// forged is whether the trusted server found that the From is not who it says.
func (m Message) forged() bool {
	return slices.ContainsFunc(m.Results, func(r Result) bool { return r.Method == "dmarc" && !r.Pass })
}
