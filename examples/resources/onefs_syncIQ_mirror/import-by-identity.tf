import {
  to = onefs_syncIQ_mirror.fin
  identity = {
    id = "prod/fin/dr"
  }
}
