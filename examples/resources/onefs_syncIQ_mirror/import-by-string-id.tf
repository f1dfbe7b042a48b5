import {
  to = onefs_syncIQ_mirror.fin
  id = "prod/fin/dr"
}
