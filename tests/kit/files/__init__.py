"""Five-line files with every quirk that a publisher's file was seen or feared to have."""

STREET_HEAD = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
ID = "f0" * 32
FORCE = "West Midlands Police,West Midlands Police"
BURGLARY = (
    f"{ID},2024-01,{FORCE},-1.903535,52.476660,On or near Church Street,E01033625,Birmingham 138A,Burglary,"
    "Investigation complete; no suspect identified,"
)
NO_PLACE = f"{'0a' * 32},2024-01,{FORCE},,,No Location,,,Drugs,Local resolution,"
NUISANCE = (
    f",2024-01,{FORCE},-1.903535,52.476660,On or near Parking Area,E01033625,Birmingham 138A,Anti-social behaviour,,"
)
VIOLENCE = (
    f"{'0b' * 32},2024-01,{FORCE},-1.892674,52.469009,On or near Bissell Street,E01034947,Birmingham 142A,"
    "Violence and sexual offences,Offender given penalty notice,"
)
OUTCOME_HEAD = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"
CHARGED = f"{ID},2024-03,{FORCE},-1.903535,52.476660,On or near Church Street,E01033625,Birmingham 138A,Suspect charged"
STOP_HEAD = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,Removal of more than just outer clothing"
)
SEARCH = (
    "Person search,2024-01-05T13:10:00+00:00,False,,52.476660,-1.903535,Male,18-24,,White,"
    "Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,False"
)
OLD_SEARCH = "Vehicle search,2024-01-06T00:00:00+00:00,,,,,,,,,Firearms Act 1968 (section 47),Firearms,False,,"


def lines(*rows: str, end: str = "\r\n") -> bytes:
    """A file of these lines, ended as the publisher ends them."""
    return (end.join(rows) + end).encode()


STREET = lines(STREET_HEAD, BURGLARY, NO_PLACE, NUISANCE, VIOLENCE)
OUTCOMES = lines(OUTCOME_HEAD, CHARGED)
STOPS = lines(STOP_HEAD, SEARCH, OLD_SEARCH)
