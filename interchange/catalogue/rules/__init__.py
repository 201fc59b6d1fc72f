"""The rules of the catalogue, without a database: codes, profiles, windows, timetables, uniform marks."""
