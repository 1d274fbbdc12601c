package club

import "paddock/backend/locale"

// Actor is who does something: a member of staff. Every record and every
// journal entry names one.
type Actor struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Role Role   `json:"role" enum:"owner,desk,instructor"`
}

// Role is what a member of staff is at the club.
type Role string

// The roles of PRODUCT's three people.
const (
	Owner      Role = "owner"
	Desk       Role = "desk"
	Instructor Role = "instructor"
)

// Staff is a person who works with Paddock. Who left is no longer active and
// stays: records name them.
type Staff struct {
	ID       int64       `json:"id"`
	Name     string      `json:"name"`
	Role     Role        `json:"role" enum:"owner,desk,instructor"`
	Active   bool        `json:"active"`
	HasPIN   bool        `json:"hasPin"`
	Language locale.Lang `json:"language" enum:",fr,nl,en" doc:"Of this person's screen; the club's when empty"`
	Version  int         `json:"version"`
}
