"""What all four themes stand on. Each package below offers a front door; nobody reaches past it."""
