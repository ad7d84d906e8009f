"""From a report to text for one medium, within a size; pure."""
