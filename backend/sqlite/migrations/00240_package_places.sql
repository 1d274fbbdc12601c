-- +goose Up
-- What became of a package is counted at every closed roll: its places, those given
-- up apart, are read from the index alone.
CREATE INDEX bookings_of_package ON bookings (package, given_up, lesson) WHERE package IS NOT NULL;
DROP INDEX bookings_by_package;
