package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// seat is who sits at this process's desk (PRODUCT section 9, Staff). There is
// one: the window, or all the pages of one serve.
//
// It matters once an owner has a PIN. Then the program starts locked, locks by
// itself after the policy's minutes, and answers nothing until somebody types
// theirs. Work that was begun goes on behind it.
type seat struct {
	mutex  sync.Mutex
	as     string    // who sits here until somebody sits down; the owner when empty
	person int64     // who sat down; 0 before
	shut   bool      // nobody sits here
	seen   time.Time // when somebody last did something
}

// who is the person of the seat, by id, or by name while id is 0.
func (s *seat) who() (id int64, name string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.person, s.as
}

// locked reports whether the desk is locked, and locks it when nobody did
// anything for that long; 0 is a desk that does not lock.
func (s *seat) locked(now time.Time, after time.Duration) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.shut = after > 0 && (s.shut || now.Sub(s.seen) >= after)
	return s.shut
}

func (s *seat) touch(change func(*seat)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(s)
}

// Seated is who sits at this desk; the zero Actor before the first run. It
// refuses with CodeLocked while nobody does.
func (d *Desk) Seated(ctx context.Context) (club.Actor, error) {
	person, locked, err := d.seated(ctx)
	if err == nil && locked {
		err = club.Refuse(club.CodeLocked)
	}
	return person, err
}

// seated is who sits at this desk or did last, and whether it is locked.
func (d *Desk) seated(ctx context.Context) (person club.Actor, locked bool, err error) {
	id, name := d.seat.who()
	var minutes int
	who, err := look(ctx, d, func(tx *sqlite.Tx) (who club.Staff, err error) {
		if who, err = staffAt(tx, id, name); err == nil {
			minutes, err = tx.LockMinutes()
		}
		return who, err
	})
	if errors.Is(err, sqlite.ErrNotFound) && id == 0 && name == "" {
		return club.Actor{}, false, nil // before the first run
	}
	if err != nil {
		return club.Actor{}, false, refused(err, club.CodeStaffNotFound)
	}
	locked = d.seat.locked(d.now(), time.Duration(minutes)*time.Minute)
	return actorOf(who), locked || !who.Active, nil
}

// staffAt is the person with this id, or by name while id is 0, or the owner.
func staffAt(tx *sqlite.Tx, id int64, name string) (club.Staff, error) {
	switch {
	case id != 0:
		return tx.StaffMember(id)
	case name != "":
		return tx.StaffNamed(name)
	}
	return tx.Owner()
}

// Stay says that the person who sits here did something: the time until the
// desk locks begins anew.
func (d *Desk) Stay() {
	d.seat.touch(func(s *seat) { s.seen = d.now() })
}

// Lock leaves the desk to whoever types their PIN.
func (d *Desk) Lock(ctx context.Context) (Session, error) {
	guarded, err := look(ctx, d, (*sqlite.Tx).Guarded)
	if err != nil {
		return Session{}, err
	}
	if !guarded {
		return Session{}, club.Refuse(club.CodeOwnerPinFirst)
	}
	d.seat.touch(func(s *seat) { s.shut = true })
	return d.SessionHere(ctx)
}

// SitDown is who takes the seat.
type SitDown struct {
	Person int64    `json:"person"`
	PIN    club.PIN `json:"pin" doc:"Not asked for while the owner has none"`
}

// SitDown gives the seat to a person, whether the desk was locked or somebody
// else sat there. What is begun at the counter stays where it is.
func (d *Desk) SitDown(ctx context.Context, in SitDown) (Session, error) {
	type asked struct {
		person  club.Staff
		guarded bool
	}
	who, err := look(ctx, d, func(tx *sqlite.Tx) (a asked, err error) {
		if a.person, err = tx.StaffMember(in.Person); err == nil {
			a.guarded, err = tx.Guarded()
		}
		return a, err
	})
	if err != nil {
		return Session{}, refused(err, club.CodeStaffNotFound)
	}
	if !who.person.Active {
		return Session{}, club.Refuse(club.CodeStaffNotFound)
	}
	if who.guarded {
		if err := d.provePIN(ctx, who.person, in.PIN); err != nil {
			return Session{}, err
		}
	}
	d.seat.touch(func(s *seat) { s.person, s.shut, s.seen = who.person.ID, false, d.now() })
	return d.SessionHere(ctx)
}

// SessionHere is the session of who sits at this desk. While it is locked it
// holds what the lock screen shows, and nothing of the club's business.
func (d *Desk) SessionHere(ctx context.Context) (Session, error) {
	person, locked, err := d.seated(ctx)
	if err != nil {
		return Session{}, err
	}
	session, err := look(ctx, d, func(tx *sqlite.Tx) (Session, error) { return d.session(tx, person) })
	if locked {
		session.Locked, session.May, session.Overdue, session.DataDir = true, []club.Verb{}, 0, ""
	}
	return session, err
}
