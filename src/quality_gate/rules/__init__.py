"""Evidence in, rulings out: one file per kind of rule, one table, one judge; nothing here touches the world."""
