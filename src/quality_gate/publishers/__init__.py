"""From a report to a trace in the world, one file per outlet."""
