"""The office: what coordinators read and do, each within the offerings of the providers they work for."""
