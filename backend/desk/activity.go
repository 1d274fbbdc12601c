package desk

import (
	"context"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ActivityView is an activity with its days and who rides in it.
type ActivityView struct {
	Offer     OfferView         `json:"offer"`
	Days      []ActivityDayView `json:"days" nullable:"false" doc:"In their order, those the club cancelled among them"`
	Capacity  int               `json:"capacity" doc:"0 while no day is planned"`
	Taken     int               `json:"taken" doc:"Places, those that are held among them"`
	FullSince calendar.Day      `json:"fullSince" doc:"Empty while a place is free"`
	Enrolled  []Enrolled        `json:"enrolled" nullable:"false" doc:"In the order of their enrolment"`
	Waiting   []WaitingForPlace `json:"waiting" nullable:"false" doc:"In order; for the first day, as it stands for all"`
	Money     ActivityMoney     `json:"money"`
	Asks      []club.AskedPaper `json:"asks" nullable:"false" doc:"The papers each rider must have"`
	Closed    bool              `json:"closed" doc:"Its deadline is over, or it has begun"`
}

// ActivityDayView is a day of an activity with how its roll stands.
type ActivityDayView struct {
	planning.Lesson
	ArenaName      string `json:"arenaName"`
	InstructorName string `json:"instructorName"`
	Present        int    `json:"present"`
	Absent         int    `json:"absent"`
	Unticked       int    `json:"unticked" doc:"Whom nobody ticked yet"`
}

// ActivityMoney is what an activity asked for and received, in cents.
type ActivityMoney struct {
	Asked    money.Cents `json:"askedCents" doc:"Invoiced, less what was given back"`
	Received money.Cents `json:"receivedCents"`
	Aids     money.Cents `json:"aidsCents" doc:"Covered by aids that nobody paid yet"`
	Rest     money.Cents `json:"restCents" doc:"Owed by families"`
	Owing    int         `json:"owing" doc:"How many families owe it"`
}

// Enrolled is a rider who has a place in an activity.
type Enrolled struct {
	Rider         club.RiderID             `json:"rider"`
	FirstName     string                   `json:"firstName"`
	Surname       string                   `json:"surname"`
	Sex           string                   `json:"sex"`
	BirthDate     calendar.Day             `json:"birthDate"`
	LevelCode     string                   `json:"levelCode"`
	LevelLabel    string                   `json:"levelLabel"`
	Medical       string                   `json:"medical"`
	Household     club.HouseholdID         `json:"household"`
	HouseholdName string                   `json:"householdName"`
	Guest         bool                     `json:"guest" doc:"Known by e-mail only"`
	Email         string                   `json:"email"`
	Call          []sqlite.Emergency       `json:"call" nullable:"false"`
	Activities    int                      `json:"activities" doc:"How many they were enrolled in, this one among them"`
	By            booking.By               `json:"by" enum:"package,card,voucher,activity,given"`
	HeldUntil     string                   `json:"heldUntil" doc:"In a cart until then; empty once it is final"`
	Payment       EnrolledPayment          `json:"payment"`
	Complete      bool                     `json:"complete" doc:"Holds every paper the activity asks for"`
	Lacks         []LackedPaper            `json:"lacks" nullable:"false"`
	Answers       []sqlite.EnrolmentAnswer `json:"answers" nullable:"false" doc:"To what was asked at enrolment"`
	Places        []EnrolledPlace          `json:"places" nullable:"false" doc:"By the days"`
	KeptBack      bool                     `json:"keptBack" doc:"Health, whom to call and the answers are not shown to who asks: that they are empty says nothing"`
}

// EnrolledPayment is how an enrolment is paid, in cents.
type EnrolledPayment struct {
	Invoice billing.InvoiceID `json:"invoice" doc:"0 while nothing was invoiced"`
	Asked   money.Cents       `json:"askedCents"`
	Aid     money.Cents       `json:"aidCents" doc:"Covered by an aid that nobody paid yet"`
	Rest    money.Cents       `json:"restCents"`
	Due     calendar.Day      `json:"dueDay" doc:"When the invoice falls due next; empty when nothing remains"`
	Paid    bool              `json:"paid"`
}

// LackedPaper is a paper that an enrolled rider does not have.
type LackedPaper struct {
	Code  string          `json:"code"`
	Name  club.Texts      `json:"name"`
	State club.PaperState `json:"state" enum:"missing,received,accepted,refused,expired"`
}

// EnrolledPlace is a rider's place on one day.
type EnrolledPlace struct {
	Lesson  planning.LessonID `json:"lesson"`
	Booking booking.BookingID `json:"booking"`
	State   booking.State     `json:"state" enum:"held,booked,attended,absent"`
}

// WaitingForPlace is a rider who waits for a place in an activity.
type WaitingForPlace struct {
	sqlite.Waiting
	BirthDate  calendar.Day       `json:"birthDate"`
	LevelCode  string             `json:"levelCode"`
	LevelLabel string             `json:"levelLabel"`
	Guest      bool               `json:"guest"`
	Call       []sqlite.Emergency `json:"call" nullable:"false"`
}

// Activities lists the activities on sale and those that have days, what is to
// come first.
func (d *Desk) Activities() List[sqlite.ActivityRow] {
	return listed(d, "activities", "activity.list", activityColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]sqlite.ActivityRow, error) {
		return tx.Activities(c.today)
	})
}

// Activity shows an activity. Instructors see no amounts and no e-mail address, no
// phone of who waits, and health, phones and answers of its riders only where they
// give one of its days or nobody does yet, a week from today at most (taught).
func (d *Desk) Activity(ctx context.Context, id catalogue.OfferID) (ActivityView, error) {
	return read(ctx, d, "activity", func(tx *sqlite.Tx) (ActivityView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return ActivityView{}, err
		}
		view, err := viewActivity(tx, c, id)
		c.taughtBy(ctx).showActivity(&view)
		return view, err
	})
}

// Enrolled lists who rides in the activity of the query. Its file has how to reach
// them and what is paid, and is for who keeps the families.
func (d *Desk) Enrolled() List[Enrolled] {
	list := listed(d, "activity", "activity.enrolled", enrolledColumns, func(tx *sqlite.Tx, c listing, q ListQuery) ([]Enrolled, error) {
		view, err := viewActivity(tx, c.clubNow, catalogue.OfferID(q.Of))
		c.reader.showActivity(&view)
		return view.Enrolled, err
	})
	return list.takenBy("households")
}

func (v *ActivityView) hideAmounts() {
	v.Money = ActivityMoney{}
	v.Offer = OfferView{
		Offer: catalogue.Offer{
			ID: v.Offer.ID, Kind: v.Offer.Kind, Name: v.Offer.Name, Detail: v.Offer.Detail, AgeMin: v.Offer.AgeMin, AgeMax: v.Offer.AgeMax,
			LevelMin: v.Offer.LevelMin, LevelMax: v.Offer.LevelMax, Audience: v.Offer.Audience, Enrolling: v.Offer.Enrolling, Version: v.Offer.Version,
			Parts: []catalogue.Part{},
		},
		VAT: []OfferVAT{}, LevelMinCode: v.Offer.LevelMinCode, LevelMaxCode: v.Offer.LevelMaxCode,
	}
	for i := range v.Enrolled {
		p := &v.Enrolled[i].Payment
		*p = EnrolledPayment{Paid: p.Paid}
	}
}

func viewActivity(tx *sqlite.Tx, c clubNow, id catalogue.OfferID) (ActivityView, error) {
	view := ActivityView{Days: []ActivityDayView{}, Enrolled: []Enrolled{}, Waiting: []WaitingForPlace{}, Asks: []club.AskedPaper{}}
	offer, err := activityOffer(tx, id)
	if err != nil {
		return view, err
	}
	if view.Offer, err = viewOfferAt(tx, c, id); err != nil {
		return view, err
	}
	for _, code := range offer.Enrolling.Papers {
		if paper, err := c.paper(code); err == nil { // one that is off the list is asked for no more
			view.Asks = append(view.Asks, paper)
		}
	}
	if err := view.days(tx, c); err != nil {
		return view, err
	}
	rows, err := tx.Enrolled(id)
	if err != nil {
		return view, err
	}
	if err := view.enrol(tx, c, rows); err != nil {
		return view, err
	}
	view.full(c, rows)
	return view, view.waiting(tx)
}

// days are the lessons of the activity, and whether enrolling is over.
func (v *ActivityView) days(tx *sqlite.Tx, c clubNow) error {
	lessons, err := tx.LessonsOfActivity(v.Offer.ID)
	if err != nil {
		return err
	}
	arenas, err := tx.Arenas()
	if err != nil {
		return err
	}
	staff, err := tx.Staff()
	if err != nil {
		return err
	}
	v.Closed = v.Offer.Enrolling.Closed(tx.Now, c.zone)
	for _, l := range lessons {
		day := ActivityDayView{Lesson: l}
		if at := slices.IndexFunc(arenas, func(a planning.Arena) bool { return a.ID == l.Arena }); at >= 0 {
			day.ArenaName = arenas[at].Name
		}
		if at := slices.IndexFunc(staff, func(s club.Staff) bool { return s.ID == l.Instructor }); at >= 0 {
			day.InstructorName = staff[at].Name
		}
		v.Days = append(v.Days, day)
		if l.State != planning.Cancelled {
			if v.Capacity == 0 || l.Capacity < v.Capacity {
				v.Capacity = l.Capacity
			}
			v.Closed = v.Closed || !tx.Now.Before(l.StartsAt(c.zone))
		}
	}
	return nil
}

// full counts the places of the fullest day, and since when it has none left.
func (v *ActivityView) full(c clubNow, rows []sqlite.EnrolledRow) {
	for _, day := range v.Days {
		taken, last := 0, time.Time{}
		for _, r := range rows {
			if r.Lesson == day.ID {
				taken++
				if last.Before(r.BookedAt) {
					last = r.BookedAt
				}
			}
		}
		if v.Taken = max(v.Taken, taken); taken >= day.Capacity && day.State == planning.Planned {
			v.FullSince = calendar.DayOf(last, c.zone)
		}
	}
}

// waiting is the list of the first day that is still given.
func (v *ActivityView) waiting(tx *sqlite.Tx) error {
	first := v.firstDay()
	if first == 0 {
		return nil
	}
	list, err := tx.WaitingFor(first)
	if err != nil {
		return err
	}
	levels, err := tx.Levels()
	if err != nil {
		return err
	}
	riders := make([]club.RiderID, len(list))
	for i, w := range list {
		riders[i] = w.Rider
	}
	calls, err := tx.WhomToCall(riders)
	if err != nil {
		return err
	}
	for i, w := range list {
		rider, err := tx.Rider(w.Rider)
		if err != nil {
			return err
		}
		home, err := tx.HouseholdHead(rider.Household)
		if err != nil {
			return err
		}
		row := WaitingForPlace{Waiting: w, BirthDate: rider.BirthDate, Guest: home.Kind == guest, Call: calls[i]}
		if at := slices.IndexFunc(levels, func(l club.Level) bool { return l.ID == rider.Level }); at >= 0 {
			row.LevelCode, row.LevelLabel = levels[at].Code, levels[at].Label
		}
		v.Waiting = append(v.Waiting, row)
	}
	return nil
}
