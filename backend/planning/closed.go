package planning

import "paddock/backend/calendar"

// ClosedKind says what days are closed for.
type ClosedKind string

const (
	// NoLessons closes the club.
	NoLessons ClosedKind = "closed"
	// SchoolHoliday closes those series alone that do not ride in the holidays.
	SchoolHoliday ClosedKind = "schoolHoliday"
)

// ClosedDays is a period without lessons. It is typed or read from a file and
// never guessed (PRODUCT section 4).
type ClosedDays struct {
	ID   int64      `json:"id"`
	Kind ClosedKind `json:"kind" enum:"closed,schoolHoliday"`
	Name string     `json:"name"`
	calendar.Period
	Weekday int    `json:"weekday" doc:"0 for every day of the period; else that ISO weekday alone"`
	Source  string `json:"source" enum:"typed,file"`
	Version int    `json:"version"`
}

// On reports whether the day is one of them.
func (c ClosedDays) On(day calendar.Day) bool {
	return c.Contains(day) && (c.Weekday == 0 || c.Weekday == day.ISOWeekday())
}

// DayOff is what a day is besides a day: the names of what closes it.
type DayOff struct {
	Closed        string `json:"closed" doc:"Why the club is closed; empty when it is not"`
	SchoolHoliday string `json:"schoolHoliday"`
	Public        string `json:"public" doc:"Public holiday, text holiday.*"`
}

// Closures is all that may keep lessons from being given in some years.
type Closures struct {
	typed  []ClosedDays
	public map[calendar.Day]string
}

// NewClosures joins what a club typed with the public holidays of its country in
// the years of a period.
func NewClosures(country string, period calendar.Period, typed []ClosedDays) Closures {
	c := Closures{typed, map[calendar.Day]string{}}
	for year := period.First.Year(); year <= period.Last.Year(); year++ {
		for _, holiday := range calendar.PublicHolidays(country, year) {
			c.public[holiday.Day] = holiday.Name
		}
	}
	return c
}

// On is what a day is.
func (c Closures) On(day calendar.Day) DayOff {
	off := DayOff{Public: c.public[day]}
	for _, closed := range c.typed {
		if !closed.On(day) {
			continue
		}
		if closed.Kind == NoLessons {
			off.Closed = closed.Name
		} else {
			off.SchoolHoliday = closed.Name
		}
	}
	return off
}

// Rides reports whether the series has its lesson on such a day.
func (s Series) Rides(off DayOff) bool {
	return off.Closed == "" && (s.InHolidays || off.SchoolHoliday == "") && (s.OnPublic || off.Public == "")
}

// Days lists the days of the series' lessons, one a week at most. Every other
// week is counted from the week of its first day, whatever closes in between.
func (s Series) Days(season calendar.Season, closures Closures) []calendar.Day {
	days := []calendar.Day{}
	first, last := max(s.First, season.First), min(s.Last, season.Last)
	for day := s.First.Monday().AddDays(s.Weekday - 1); day <= last; day = day.AddDays(7 * s.EveryWeeks) {
		if day >= first && s.Rides(closures.On(day)) {
			days = append(days, day)
		}
	}
	return days
}
