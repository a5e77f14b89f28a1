# Completes the words of procpool, in bash and in zsh: source <(procpool completion)

if [ -n "${ZSH_VERSION:-}" ]; then
  autoload -U +X compinit && compinit -i
  autoload -U +X bashcompinit && bashcompinit
fi

# The words that may follow: commands, options ('run -'), options with a value ('run ='), values ('run --profile').
_procpool_known() {
  case $1 in
    # KNOWN WORDS
  esac
}

_procpool() {
  local IFS=$' \t\n' command= task= option= word i
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  # bash takes --option=value for three words
  if [ "$current" = = ]; then
    current=
    option=$before
  elif [ "$before" = = ]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      :::*) return ;; # items, such as files
      -- | =) ;;
      -*)
        case " $(_procpool_known "$command =") " in
          *" $word "*)
            if ((i + 1 == COMP_CWORD)); then
              option=${option:-$word}
            else
              ((i++))
              [ "${COMP_WORDS[i]}" != = ] || ((i++))
            fi
            ;;
        esac
        ;;
      *) if [ -z "$command" ]; then command=$word; else task=${task:-$word}; fi ;;
    esac
  done

  local words=
  if [ -n "$option" ]; then
    words=$(_procpool_known "$command $option")
  elif [ "${current:0:1}" = - ]; then
    words=$(_procpool_known "$command -")
  elif [ "$command" = exec ] && [ -z "$task" ]; then
    COMPREPLY=($(compgen -c -- "$current"))
    return
  elif [ -z "$task" ]; then
    words=$(_procpool_known "$command")
  fi
  [ -n "$words" ] || return # names of files, by default
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ ${#COMPREPLY[@]} -eq 0 ] && [[ $current == *,* ]]; then # the last of several values
    COMPREPLY=($(compgen -P "${current%,*}," -W "$words" -- "${current##*,}"))
  fi
}

complete -o bashdefault -o default -F _procpool procpool
