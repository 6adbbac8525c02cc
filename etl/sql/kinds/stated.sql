-- One row per statement of this kind: what it is about.
select '{kind}' as kind, said.district, {id} as id, cast({month} as date) as month, {step} as step
from {statements} as said
