package club

// Actor is who does something: a member of staff. Every record and every
// journal entry names one.
type Actor struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Role Role   `json:"role"`
}

// Role is what a member of staff is at the club.
type Role string

// The roles of PRODUCT's three people.
const (
	Owner      Role = "owner"
	Desk       Role = "desk"
	Instructor Role = "instructor"
)

// Staff is a person who works with Paddock.
type Staff struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Role   Role   `json:"role" enum:"owner,desk,instructor"`
	Active bool   `json:"active"`
}
