"""Evidence in, rulings out: one file per kind of rule, one table, one judge, and no door."""
