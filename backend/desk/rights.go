package desk

import (
	"context"
	"slices"
	"strings"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

type askerKey struct{}

// As hands out a context in which questions are asked by this person. Without
// it they are the program's own, which answers to nobody; the door of the API
// and the command line never leave it out.
func As(ctx context.Context, actor club.Actor) context.Context {
	return context.WithValue(ctx, askerKey{}, actor)
}

// asker is the person a question is asked by.
func asker(ctx context.Context) (club.Actor, bool) {
	actor, asks := ctx.Value(askerKey{}).(club.Actor)
	return actor, asks
}

// allow refuses a verb to whom the table of rights does not name (club.MayAsk).
func allow(tx *sqlite.Tx, actor club.Actor, verb club.Verb) error {
	return only(tx, actor, club.MayAsk(verb))
}

// only refuses what is for other roles and says who could do it. Where nobody
// works yet there is no club to do it in.
func only(tx *sqlite.Tx, actor club.Actor, roles []club.Role) error {
	switch {
	case slices.Contains(roles, actor.Role):
		return nil
	case actor.ID == 0:
		return club.Refuse(club.CodeClubMissing)
	}
	staff, err := tx.Staff()
	if err != nil {
		return err
	}
	var who []string
	for _, person := range staff {
		if person.Active && slices.Contains(roles, person.Role) {
			who = append(who, person.Name)
		}
	}
	return club.Refuse(club.CodeNotAllowed).With("who", strings.Join(who, ", "))
}
